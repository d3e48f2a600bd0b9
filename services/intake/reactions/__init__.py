"""Another service's events, turned into intake's commands. No rules here."""
