"""Deployment files held against the code that they deploy."""
