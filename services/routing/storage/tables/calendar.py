"""Calendars of working time: shifts, holidays, the company's own days."""
