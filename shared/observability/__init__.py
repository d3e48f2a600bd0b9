"""Logs, metrics and correlation: what operators see."""
