"""Whose turn it was last, and whom an assignment passed over."""
