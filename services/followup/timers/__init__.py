"""What falls due in followup; a file per kind."""
