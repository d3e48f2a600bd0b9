"""What routing does, one use case a file; each runs in a transaction that somebody else commits."""
