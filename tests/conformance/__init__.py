"""One suite that every service passes; a service is a specimen in specimens.py."""
