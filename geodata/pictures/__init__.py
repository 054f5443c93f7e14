"""Pictures of maps for paper and screen, drawn by matplotlib's objects: no pyplot, no state."""
