"""Promises made, kept, delayed and broken, as contract events."""
