"""A file per command of `redress`."""
