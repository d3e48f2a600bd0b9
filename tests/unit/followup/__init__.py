"""Followup's rules, without I/O."""
