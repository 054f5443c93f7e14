"""GeoJSON as RFC 7946 wants it: geometry is encoded once, properties are spliced per request.

Identifiers are the area codes, as strings: a code of figures alone, such as `"0363"`, would
lose its leading zero as a number, and readers keep integers exact only up to 2⁵³.
"""

from geodata.geojson.collection import feature_collection
from geodata.geojson.columns import Column, encode_columns
from geodata.geojson.shapes import Fragments, encode
from geodata.geojson.texts import Texts

__all__ = ["Column", "Fragments", "Texts", "encode", "encode_columns", "feature_collection"]
