"""Editions of the escalation ladder."""
