"""What can be read: views as plain dicts. Never commits, never changes anything."""
