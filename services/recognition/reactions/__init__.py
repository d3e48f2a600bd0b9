"""What recognition does when others speak."""
