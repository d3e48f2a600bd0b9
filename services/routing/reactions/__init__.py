"""What others say, as routing's own commands."""
