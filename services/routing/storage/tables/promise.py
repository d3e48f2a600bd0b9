"""Promises to customers, and each step of them."""
