"""What staff say about what stands in their way."""
