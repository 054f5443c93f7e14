"""The invented country: areas from `geodata.sample`, and invented indicators on them."""

from mdi.editions.sample.make import make_sample

__all__ = ["make_sample"]
