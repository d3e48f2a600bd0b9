"""What followup can be asked, without changing anything."""
