"""What can be done with complaints: a file per use case. Never commits."""
