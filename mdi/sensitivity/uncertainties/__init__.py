"""Sources of uncertainty, one TOML file each."""
