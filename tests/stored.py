"""Editions of Squareland, made by hand: what a batch makes, without one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import geodata
import mdi
from mdi.editions.catalogue import BoundariesFile, TableFile
from mdi.editions.store.edition import Edition
from mdi.editions.store.manifest import (
    Causes,
    FileRecord,
    Manifest,
    ResultRecord,
    ShapesRecord,
    TableRecord,
)
from mdi.editions.store.store import Store
from mdi.writing import write_result
from tests.squares import districts, municipalities, shapes

SQUARELAND = {
    ("municipality", 2020): municipalities(2020),
    ("municipality", 2021): municipalities(2021),
    ("district", 2021): districts(),
}
AREAS = "areas/level=municipality/vintage=2020/areas.parquet"


@dataclass(frozen=True)
class Inputs:
    """What an edition is made of.

    Attributes:
        tables: figures by level and year.
        shapes: of the municipalities.
        recipes: pairs of a weight set and a method.
        source: the source of all tables, as TOML; the shipped `sample` without.
        title: of the edition.
    """

    tables: Mapping[tuple[str, int], pd.DataFrame] = field(default_factory=lambda: SQUARELAND)
    shapes: geodata.Boundaries = field(default_factory=shapes)
    recipes: tuple[tuple[mdi.WeightSet, mdi.Method], ...] = (
        (mdi.load_weights(), mdi.load_method()),
    )
    source: str | None = None
    title: str = "Squareland"


def grown(by: float) -> Inputs:
    """Squareland with another figure in one area of every table."""
    tables = {place: frame.copy() for place, frame in SQUARELAND.items()}
    for frame in tables.values():
        frame.loc[frame.index[6], "overweight"] += by
    return Inputs(tables)


def publish(store: Store, inputs: Inputs) -> Edition:
    """Make an edition and switch to it."""
    return store.publish(manifest_of(store, inputs))


def manifest_of(store: Store, inputs: Inputs) -> Manifest:
    """Put all files of an edition into the store."""
    with TemporaryDirectory() as folder:
        return _Making(store, inputs, Path(folder)).manifest()


class _Making:
    """The files of an edition, one after another."""

    def __init__(self, store: Store, inputs: Inputs, folder: Path) -> None:
        self.store, self.inputs, self.folder = store, inputs, folder
        self.files: dict[str, FileRecord] = {}
        self.source = "tables/own.toml" if inputs.source else "sample"
        if inputs.source:
            self._put(self.source, inputs.source.encode())

    def manifest(self) -> Manifest:
        tables = tuple(self._table(level, year) for level, year in self.inputs.tables)
        shapes = self._shapes()
        results = tuple(
            self._result(table, weights, method)
            for table in tables
            for weights, method in self.inputs.recipes
        )
        self._declarations()
        self._put("catalogue.toml", self._catalogue(tables).encode())
        return Manifest(
            title={"nl": self.inputs.title, "en": self.inputs.title},
            invented=True,
            geography="nl",
            software={"mdi": mdi.__version__},
            tables=tables,
            shapes=(shapes,),
            results=results,
            files=self.files,
        )

    def _put(self, file: str, content: bytes) -> Path:
        self.files[file] = self.store.put(content)
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def _table(self, level: str, year: int) -> TableRecord:
        frame, path = self.inputs.tables[level, year], self.folder / "table.parquet"
        frame.to_parquet(path)
        file = f"tables/{level}-{year}.parquet"
        self._put(file, path.read_bytes())
        return TableRecord(level=level, year=year, file=file, rows=len(frame))

    def _shapes(self) -> ShapesRecord:
        path = self.folder / "areas.parquet"
        geodata.write_boundaries(self.inputs.shapes, path)
        self._put(AREAS, path.read_bytes())
        digest = self.files[AREAS].sha256
        return ShapesRecord(
            level="municipality",
            vintage=2020,
            file=AREAS,
            tiles=None,
            areas=len(self.inputs.shapes.codes),
            boundaries=digest,
        )

    def _result(
        self, table: TableRecord, weights: mdi.WeightSet, method: mdi.Method
    ) -> ResultRecord:
        source = str(self.folder / self.source) if self.inputs.source else self.source
        read = mdi.read_table(
            self.folder / table.file, source=source, level=table.level, year=table.year
        )
        result = mdi.compute(read, weights=weights, method=method)
        path = self.folder / "result.parquet"
        write_result(result, path)
        place = f"level={table.level}/year={table.year}/weights={weights.id}/method={method.id}"
        file = f"results/{place}/result.parquet"
        self._put(file, path.read_bytes())
        shown = table.level == "municipality"
        return ResultRecord(
            level=table.level,
            year=table.year,
            weights=weights.id,
            method=method.id,
            vintage=2020 if shown else None,
            file=file,
            areas=len(result),
            ranked=result.ranked,
            fingerprint=result.fingerprint,
            causes=Causes(
                data=self.files[table.file].sha256,
                definition=_mark(self.inputs.source or "sample"),
                weights=_mark(weights.model_dump_json()),
                method=_mark(method.model_dump_json()),
                boundary=self.files[AREAS].sha256 if shown else "",
                engine=mdi.__version__,
            ),
        )

    def _declarations(self) -> None:
        """Weight sets and methods, each as TOML."""
        for weights, method in self.inputs.recipes:
            if weights != _shipped(mdi.load_weights, weights.id):
                pairs = "\n".join(f"{name} = {share}" for name, share in weights.weights.items())
                text = f'id = "{weights.id}"\n[weights]\n{pairs}\n'
                self._put(f"declarations/weights/{weights.id}.toml", text.encode())
            if method != _shipped(mdi.load_method, method.id):
                text = f'id = "{method.id}"\nindicators = {{ by = "{method.indicators.by}" }}\n'
                self._put(f"declarations/methods/{method.id}.toml", text.encode())

    def _catalogue(self, tables: tuple[TableRecord, ...]) -> str:
        title = self.inputs.title
        lines = [f'title = {{ nl = "{title}", en = "{title}" }}', "invented = true"]
        for each in tables:
            entry = TableFile(file=each.file, source=self.source, level=each.level, year=each.year)
            lines += ["[[tables]]", *_toml(entry)]
        entry = BoundariesFile(file=AREAS, level="municipality", vintage=2020)
        return "\n".join([*lines, "[[boundaries]]", *_toml(entry), ""])


def _toml(entry: TableFile | BoundariesFile) -> list[str]:
    given = entry.model_dump(exclude_none=True)
    return [f"{name} = {value!r}" for name, value in given.items()]


def _shipped(load, name):
    try:
        return load(name)
    except mdi.DeclarationError:
        return None


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
