"""Tests of routing: pure rules, no I/O."""
