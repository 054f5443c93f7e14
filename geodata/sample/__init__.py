"""An invented country in RD New: no real place, but shaped and coded like the Netherlands."""

from geodata.sample.country import Country, Vintage, make_country
from geodata.sample.fields import Box, Field, smooth_field
from geodata.sample.layers import Layer

__all__ = ["Box", "Country", "Field", "Layer", "Vintage", "make_country", "smooth_field"]
