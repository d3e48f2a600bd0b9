"""What the figures say, as plain dicts: one module per insight (IN-22)."""
