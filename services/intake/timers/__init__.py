"""What falls due, as intake's own commands."""
