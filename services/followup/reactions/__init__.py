"""What others say, turned into followup's own commands; no rules here."""
