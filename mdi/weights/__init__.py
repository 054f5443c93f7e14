"""Weight sets, one TOML file each."""
