"""Sources: tables we can read, one TOML file each."""
