"""Rows of routing's database, and the way between them and the domain."""
