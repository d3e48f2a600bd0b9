"""Intake's rules, without a server."""
