"""Stores on object storage and other machines: kept there, read here."""
