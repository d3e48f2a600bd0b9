"""Tests of recognition: pure rules, no I/O."""
