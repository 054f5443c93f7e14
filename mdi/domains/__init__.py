"""Domains and indicators, one TOML file for each domain."""
