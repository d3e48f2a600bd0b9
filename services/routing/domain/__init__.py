"""The rules of routing: pure, without a database, a clock or a network."""
