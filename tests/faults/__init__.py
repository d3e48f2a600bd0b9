"""What real crashes of real processes do, and must not do."""
