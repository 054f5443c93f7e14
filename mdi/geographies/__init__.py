"""Geographies: levels, codes and nesting, one TOML file for each country."""
