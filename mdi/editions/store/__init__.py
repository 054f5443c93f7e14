"""Editions: published results that never change, in a folder that always holds one whole."""
