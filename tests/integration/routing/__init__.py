"""Tests of routing: on real servers."""
