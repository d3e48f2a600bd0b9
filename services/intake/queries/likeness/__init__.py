"""Texts like a given one, found with PostgreSQL's own text search: its index, its stemmers, its statistics."""
