"""What routing shows."""
