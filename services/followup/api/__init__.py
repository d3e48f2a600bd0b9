"""Followup's routes: surveys and comments for staff and systems, pages for customers."""
