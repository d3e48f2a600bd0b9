"""What intake's customers read: its own templates, their words in each language, and the mails that carry them."""
