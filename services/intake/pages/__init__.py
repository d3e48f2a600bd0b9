"""What customers read: the page of their complaint and our mails, with their words in one catalogue per language."""
