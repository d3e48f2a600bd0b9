"""Intake on a real PostgreSQL, through its real edge."""
