"""What recognition can be asked to do, a file per use case."""
