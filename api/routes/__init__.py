"""Routes: each translates a request and stops."""
