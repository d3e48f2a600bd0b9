"""When staff work, when they are away, and who stands in for them."""
