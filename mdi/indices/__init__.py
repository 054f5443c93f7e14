"""Official indices, one TOML file each: what is published, by which conventions."""
