"""How well the wording rules find what agents should not say, and how fast: `python -m tests.wording` (IN-14)."""
