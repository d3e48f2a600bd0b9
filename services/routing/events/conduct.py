"""Sanctions and their lifting, as contract events."""
