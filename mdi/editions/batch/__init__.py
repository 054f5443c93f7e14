"""Batches: from a plan to a published edition, doing only what is not done yet."""
