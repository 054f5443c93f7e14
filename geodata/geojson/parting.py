"""Features taken apart: what stands before the shape, and the shape; no byte is written again."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from geodata.geojson.shapes import Fragments
from geodata.geojson.texts import Texts, elements

START, SHAPE, REST = b'{"type":"Feature","id":', b',"geometry":', b',"properties":'


def parted(fragments: Fragments, codes: Sequence[str]) -> tuple[Texts, Texts]:
    """Features up to their shape, and their shapes.

    Args:
        fragments: the features (n).
        codes: the code of each (n).
    """
    heads, ids = fragments.heads, elements(orjson.dumps(list(codes)), len(codes))
    shapes = heads.begins + (ids.ends - ids.begins) + len(START) + len(SHAPE)
    opened = Texts(heads.data, heads.begins, shapes)
    return opened, Texts(heads.data, shapes, heads.ends - len(REST))
