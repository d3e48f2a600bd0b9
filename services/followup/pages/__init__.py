"""What customers read: pages and mails as templates, and their words as one catalogue per language."""
