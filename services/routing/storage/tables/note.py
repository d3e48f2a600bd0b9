"""Notes that guide the staff, and who saw which."""
