"""Dask clusters: how their workers are reached, and what is said where they cannot be."""
