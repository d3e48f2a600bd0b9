"""What falls due, as routing's own commands."""
