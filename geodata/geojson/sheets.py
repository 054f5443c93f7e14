"""Sheets: whole layers as they are sent, in a file and compressed, with an index beside them.

`NAME.geojson` is a FeatureCollection of all areas, `NAME.geojson.gz`, `.zst` and `.br` are the
same compressed, and `NAME.arrow` tells where each feature lies in the first. Who serves them
may put a head of his own, all that stands before the features, in the place of that in the file,
also before what is compressed already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from geodata.geojson.collection import bbox_member, spliced
from geodata.geojson.columns import OPTIONS, Column, check_lengths, encode_columns
from geodata.geojson.index import Index, read_index, write_index
from geodata.geojson.notation import DEGREES, Notation, notation_of
from geodata.geojson.outlines import INDEX, Outlines
from geodata.geojson.packing import PACKERS, Buffer, Packed
from geodata.geojson.texts import Ints, Texts, view_of

HEAD = "head"  # how long it is in the file
FEATURES, CLOSING = b',"features":[', b"]}"
COMMA = memoryview(b",")
WHOLE = ".geojson"


def head_of(members: Mapping[str, Any]) -> bytes:
    """All of a FeatureCollection that stands before its features.

    Args:
        members: of the collection, beside `type` and `features`.
    """
    top = {"type": "FeatureCollection", **members}
    return orjson.dumps(top, default=dict, option=OPTIONS)[:-1] + FEATURES


def sheet_names(crs: str) -> tuple[str, str]:
    """How the collection in a coordinate system is called, and what tells where it has what."""
    name = notation_of(crs).name
    return f"{name}{WHOLE}", f"{name}{INDEX}"


def write_sheet(
    outlines: Outlines, columns: Mapping[str, Column], notation: Notation, folder: Path
) -> list[Path]:
    """Write a whole layer.

    Args:
        outlines: the areas (n), in the system of the notation.
        columns: a column of n values for each property.
        notation: how the coordinates are written; the files are called after it.
        folder: where the files go.

    Returns:
        The files.

    Raises:
        BoundaryError: a column of another length, or a value that JSON cannot hold.
    """
    count = len(outlines)
    check_lengths(columns, count)
    features = spliced(outlines.fragments, encode_columns(columns, np.arange(count)))
    head = head_of(_members(outlines, notation))
    tail: list[Buffer] = [features.view[:-1], CLOSING]
    path, about = folder / f"{notation.name}{WHOLE}", {HEAD: str(len(head))}
    _write(path, [head, *tail])
    written = [path]
    for packer in PACKERS:
        packed = packer.pack(tail)
        written.append(path.with_name(path.name + packer.suffix))
        front, back = packer.front(head, packed), packer.back(head, packed)
        _write(written[-1], [front, *packed.body, back])
        lies = {"begin": len(front), "end": len(front) + sum(map(len, packed.body))}
        about[packer.coding] = orjson.dumps({**packed.about, **lies}).decode()
    places = features.begins + len(head), features.ends - 1 + len(head)
    written.append(path.with_suffix(INDEX))
    write_index(written[-1], outlines, places, outlines.fragments.bounds, about)
    return written


@dataclass(frozen=True, eq=False)
class Sheet:
    """A whole layer as it lies on the disk.

    Attributes:
        path: the FeatureCollection; what goes with it lies beside it.
        index: where each feature lies.
        data: its bytes, mapped into memory.
    """

    path: Path
    index: Index
    data: memoryview = field(repr=False)

    @property
    def codings(self) -> tuple[str, ...]:
        """The names of the encodings of HTTP in which the whole lies ready."""
        return tuple(each.coding for each in PACKERS if each.coding in self.index.about)

    def whole(self, members: Mapping[str, Any]) -> list[memoryview]:
        """The collection with members of one's own, in pieces."""
        return [memoryview(head_of(members)), self.data[int(self.index.about[HEAD]) :]]

    def packed(self, coding: str, members: Mapping[str, Any]) -> list[memoryview]:
        """The same compressed, in pieces; nothing but the head is compressed now.

        Args:
            coding: one of `codings`.
            members: of the collection.
        """
        packer = next(each for each in PACKERS if each.coding == coding)
        known: dict[str, int] = orjson.loads(self.index.about[coding])
        lies = slice(known["begin"], known["end"])
        body = _mapped(self.path.with_name(self.path.name + packer.suffix))[lies]
        head, packed = head_of(members), Packed(known["size"], known["crc32"], known["window"])
        ends = packer.front(head, packed), packer.back(head, packed)
        return [memoryview(ends[0]), body, memoryview(ends[1])]

    def feature(self, row: int) -> memoryview:
        """One feature."""
        return self.data[self.index.begins[row] : self.index.ends[row]]

    def properties(self, heads: Texts, rows: Ints) -> Texts:
        """The properties of features, as they stand in the file.

        Args:
            heads: the outlines that were woven into this sheet (all of its areas).
            rows: which are wanted.
        """
        begins = self.index.begins[rows] + heads.ends[rows] - heads.begins[rows]
        return Texts(np.frombuffer(self.data, np.uint8), begins, self.index.ends[rows] - 1)

    def features(self, rows: Ints) -> list[memoryview]:
        """Features with commas between them, in pieces: those that lie together go together.

        Args:
            rows: which (n,), in the order of the file.
        """
        if not len(rows):
            return []
        breaks = np.flatnonzero(np.diff(rows) != 1)
        firsts, lasts = np.append(0, breaks + 1), np.append(breaks, len(rows) - 1)
        begins = self.index.begins[rows[firsts]].tolist()
        ends = self.index.ends[rows[lasts]].tolist()
        found = [self.data[begins[0] : ends[0]]]
        foremost = int(self.index.begins[0])
        for begin, end in zip(begins[1:], ends[1:], strict=True):
            if begin > foremost:  # a comma lies before it
                found.append(self.data[begin - 1 : end])
            else:
                found += [COMMA, self.data[begin:end]]
        return found


def read_sheet(path: Path, index: Path) -> Sheet:
    """Map a sheet into memory.

    Args:
        path: the FeatureCollection.
        index: the file that goes with it.
    """
    return Sheet(path, read_index(index), _mapped(path))


def _members(outlines: Outlines, notation: Notation) -> dict[str, Any]:
    """What the file says of itself; GDAL reads the system where it is not that of RFC 7946."""
    count = len(outlines)
    numbers = {"numberMatched": count, "numberReturned": count}
    if notation == DEGREES:
        return {**numbers, **bbox_member(outlines.bounds)}
    authority, _, code = notation.crs.partition(":")
    name = f"urn:ogc:def:crs:{authority}::{code}"
    return {"crs": {"type": "name", "properties": {"name": name}}, **numbers}


def _write(path: Path, pieces: Iterable[Buffer]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


def _mapped(path: Path) -> memoryview:
    return view_of(np.memmap(path, np.uint8, mode="r"))
