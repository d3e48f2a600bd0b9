"""Callbacks, calming calls and appointments."""
