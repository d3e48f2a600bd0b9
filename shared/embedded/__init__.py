"""The real PostgreSQL and NATS from their wheels, as child processes of one development machine (SU-7).

Nothing here is used in production: DATABASE_URL and NATS_URL take its place.
"""
