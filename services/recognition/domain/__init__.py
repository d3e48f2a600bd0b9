"""The rules: what counts, when a reward is due, how a reward lives. No I/O and no clock."""
