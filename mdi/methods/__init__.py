"""Methods, one TOML file each."""
