"""Pauses of clocks, and clocks that were timed anew."""
