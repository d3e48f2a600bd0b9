"""Journeys: whole stories over HTTP, against any running installation."""
