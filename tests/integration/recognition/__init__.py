"""Tests of recognition: on real servers."""
