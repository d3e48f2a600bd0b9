"""Tests of rules, without I/O."""
