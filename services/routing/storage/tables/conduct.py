"""Conduct towards staff, sanctions and appeals."""
