"""Recognition's tables, and per aggregate what loads and saves it."""
