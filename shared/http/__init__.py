"""The HTTP edge of every service: problems, authentication, calls, pages, links, health. It knows no service."""
