"""An example of the files of an edition."""

NAME = "3f9c1e07a4d25b68"
FILES = {
    "edition": NAME,
    "manifest": NAME + "0a1b2c3d4e5f6789" * 3,
    "files": [
        {
            "path": "tiles/municipality-2025.pmtiles",
            "sha256": "9d" * 32,
            "size": 48_211,
        }
    ],
}
