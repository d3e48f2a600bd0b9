"""Followup's tables, and per aggregate: load, add, save."""
