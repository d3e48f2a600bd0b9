"""Intake over HTTP: schemas are checked, commands made, answers shown."""
