"""What falls due in intake; a file per kind."""
