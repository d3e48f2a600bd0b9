"""Budgets spent, as contract events."""
