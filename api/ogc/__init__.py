"""OGC API: the face of the service for GIS."""
