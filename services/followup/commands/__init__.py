"""What followup can be told to do: a file per use case."""
