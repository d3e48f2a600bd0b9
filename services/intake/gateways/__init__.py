"""Outside systems that intake reads from."""
