"""Styles: how a map program draws each measure of a collection (OGC API – Styles, 20-009)."""
