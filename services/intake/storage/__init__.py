"""Rows of intake's database and the domain objects that they hold. Never commits."""
