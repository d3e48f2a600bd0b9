"""What people read that routing writes, with its words in one catalogue per language."""
