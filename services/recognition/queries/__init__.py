"""What recognition can be asked, without changing anything."""
