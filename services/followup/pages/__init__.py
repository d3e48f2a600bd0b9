"""What followup's customers read: its own templates, their words in each language, and the mail with a survey."""
