"""OGC API – Joins (OGC 22-026, draft): figures of your own, joined to the areas by their code."""
