"""Clocks that near their end or ran out, as contract events."""
