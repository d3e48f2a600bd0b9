"""The routes of routing."""
