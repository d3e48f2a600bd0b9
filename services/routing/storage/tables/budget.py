"""Recovery budgets, and their double-entry ledger."""
