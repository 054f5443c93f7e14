"""An edition put together of finished steps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.geojson.outlines import outline_names
from geodata.geojson.sheets import sheet_names
from geodata.geojson.zoom_files import NAME as ZOOMS
from geodata.tiles.matrix_sets import WEB
from mdi.editions.batch.marks import software
from mdi.editions.batch.steps import WOVEN, ResultStep, Steps
from mdi.editions.batch.work.results import RESULT
from mdi.editions.batch.work.sensitivities import SENSITIVITY
from mdi.editions.batch.work.shapes import tiles_name
from mdi.editions.catalogue import NAME as CATALOGUE
from mdi.editions.catalogue import BoundariesFile, TableFile
from mdi.editions.plan import Prepared
from mdi.editions.store.manifest import (
    FileRecord,
    Manifest,
    MapRecord,
    OutlinesRecord,
    ResultRecord,
    SensitivityRecord,
    ShapesRecord,
    SheetRecord,
    TableRecord,
    TilesRecord,
)

if TYPE_CHECKING:
    from mdi.editions.store.steps import StepRecord
    from mdi.editions.store.store import Store


def compose(steps: Steps, done: Mapping[str, StepRecord], store: Store) -> Manifest:
    """The manifest of the edition that finished steps make; all its files are in the store.

    Args:
        steps: the steps of the plan.
        done: what came of each, by its key.
        store: where its files are.
    """
    plan, files = steps.plan, dict[str, FileRecord]()
    parts = _Parts(steps, done, files)
    tables = tuple(parts.table(table, store) for table in plan.catalogue.tables)
    shapes = tuple(parts.shapes(each) for each in plan.catalogue.boundaries)
    results = tuple(parts.result(step) for step in steps.results)
    sure = tuple(each for step in steps.results for each in parts.sensitivity(step))
    maps = tuple(parts.map(level) for level in steps.maps)
    sheets = tuple(sheet for level in steps.sheets for sheet in parts.sheets(level))
    for path, content in (_sources(plan) | plan.own).items():
        files[path] = store.put(content)
    files[CATALOGUE] = store.put(_catalogue(plan, tables, shapes).encode())
    return Manifest(
        title=plan.catalogue.title.model_dump(),
        invented=plan.catalogue.invented,
        geography=plan.catalogue.geography,
        software=software(),
        tables=tables,
        shapes=shapes,
        results=results,
        sensitivities=sure,
        maps=maps,
        sheets=sheets,
        files=files,
    )


@dataclass(frozen=True, eq=False)
class _Parts:
    """The parts of an edition; each notes its files."""

    steps: Steps
    done: Mapping[str, StepRecord]
    files: dict[str, FileRecord]

    def table(self, table: TableFile, store: Store) -> TableRecord:
        place = self.steps.plan.path_of(table.file)
        path = f"tables/{table.level}-{table.year}{ending(place.name)}"
        self.files[path] = store.put(place.read_bytes())
        rows = self.done[self.steps.checks[table].key].account["rows"]
        return TableRecord(level=table.level, year=table.year, file=path, rows=rows)

    def shapes(self, shapes: BoundariesFile) -> ShapesRecord:
        done = self.done[self.steps.shapes[shapes].key]
        path = f"areas/level={shapes.level}/vintage={shapes.vintage}/areas.parquet"
        self.files[path] = done.outputs["areas.parquet"]
        tiles = dict(self.tiles(shapes, done))
        return ShapesRecord(
            level=shapes.level,
            vintage=shapes.vintage,
            file=path,
            tiles=tiles.pop(WEB, None),
            areas=done.account["rows"],
            boundaries=self.steps.digests[shapes.file],
            outlines=tuple(self.outlines(shapes)),
            other_tiles=tuple(TilesRecord(matrix_set=m, file=f) for m, f in tiles.items()),
            zooms=self.zooms(shapes),
        )

    def tiles(self, shapes: BoundariesFile, done: StepRecord) -> Iterator[tuple[str, str]]:
        """Where the tiles of a level lie, by their tile matrix set."""
        for matrix_set in self.steps.plan.tiles:
            path = f"tiles/{tiles_name(matrix_set, f'{shapes.level}-{shapes.vintage}')}"
            self.files[path] = done.outputs[tiles_name(matrix_set)]
            yield matrix_set, path

    def zooms(self, shapes: BoundariesFile) -> str | None:
        """Where it lies which corners the zooms show."""
        return f"{_lies(shapes)}/{ZOOMS}" if shapes in self.steps.outlines else None

    def outlines(self, shapes: BoundariesFile) -> Iterator[OutlinesRecord]:
        step = self.steps.outlines.get(shapes)
        if step is None:
            return
        folder = _lies(shapes)
        self._take(folder, self.done[step.key])
        for crs in self.steps.systems:
            lines, index = outline_names(crs)
            yield OutlinesRecord(crs=crs, file=f"{folder}/{lines}", index=f"{folder}/{index}")

    def result(self, step: ResultStep) -> ResultRecord:
        done, (level, year, weights, method) = self.done[step.key], step.place
        path = f"results/{_partition(step)}/{RESULT}"
        self.files[path] = done.outputs[RESULT]
        shapes = self.steps.plan.catalogue.shapes(level, year)
        return ResultRecord(
            level=level,
            year=year,
            weights=weights,
            method=method,
            vintage=shapes.vintage if shapes else None,
            file=path,
            areas=done.account["rows"],
            ranked=done.account["ranked"],
            fingerprint=done.account["fingerprint"],
            causes=step.causes,
        )

    def sensitivity(self, step: ResultStep) -> Iterator[SensitivityRecord]:
        """How sure the ranks of a result are; nothing where nothing of it could be drawn."""
        asked = self.steps.sensitivities.get(step.place)
        done = None if asked is None else self.done[asked.key]
        if done is None or SENSITIVITY not in done.outputs:
            return
        path = f"sensitivity/{_partition(step)}/{SENSITIVITY}"
        self.files[path] = done.outputs[SENSITIVITY]
        level, year, weights, method = step.place
        yield SensitivityRecord(
            level=level,
            year=year,
            weights=weights,
            method=method,
            file=path,
            vary=tuple(done.account["vary"]),
            draws=done.account["draws"],
            seed=done.account["seed"],
            classes=done.account["classes"],
            fingerprint=done.account["fingerprint"],
        )

    def map(self, level: str) -> MapRecord:
        done, (shown, _) = self.done[self.steps.maps[level].key], self.steps.mapped[level]
        path = f"maps/{level}.gpkg"
        self.files[path] = done.outputs["map.gpkg"]
        _, year, weights, method = shown.place
        return MapRecord(level=level, year=year, weights=weights, method=method, file=path)

    def sheets(self, level: str) -> Iterator[SheetRecord]:
        folder, (shown, _) = f"ready/sheets/level={level}", self.steps.mapped[level]
        self._take(folder, self.done[self.steps.sheets[level].key])
        _, year, weights, method = shown.place
        for crs in self.steps.systems[:WOVEN]:
            whole, index = sheet_names(crs)
            yield SheetRecord(
                level=level,
                year=year,
                weights=weights,
                method=method,
                crs=crs,
                file=f"{folder}/{whole}",
                index=f"{folder}/{index}",
            )

    def _take(self, folder: str, done: StepRecord) -> None:
        """All files of a step."""
        for name, record in done.outputs.items():
            self.files[f"{folder}/{name}"] = record


def _lies(shapes: BoundariesFile) -> str:
    """The folder of outlines."""
    return f"ready/outlines/level={shapes.level}/vintage={shapes.vintage}"


def _partition(step: ResultStep) -> str:
    """Folders that tell of a file which result it is of, as readers of Parquet know them."""
    level, year, weights, method = step.place
    return f"level={level}/year={year}/weights={weights}/method={method}"


def ending(name: str) -> str:
    """The ending of a file, both parts of it where it is compressed."""
    suffixes = Path(name).suffixes
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def _sources(plan: Prepared) -> dict[str, bytes]:
    """Source declarations and domains of the plan's own, by their path in the edition."""
    own = {table.source for table in plan.catalogue.tables if table.source.endswith(".toml")}
    found = {f"tables/{Path(name).name}": (plan.folder / name).read_bytes() for name in own}
    if plan.catalogue.domains:
        folder = plan.folder / plan.catalogue.domains
        for path in sorted(folder.rglob("*.toml")):
            found[f"domains/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found


def _catalogue(
    plan: Prepared, tables: tuple[TableRecord, ...], shapes: tuple[ShapesRecord, ...]
) -> str:
    """The catalogue of the edition, so that it can be read and served as any folder of data."""
    given = plan.catalogue
    title = ", ".join(
        f"{tongue} = {_toml(text)}" for tongue, text in given.title.model_dump().items()
    )
    lines = [f"title = {{ {title} }}", f"invented = {_toml(given.invented)}"]
    lines.append(f"geography = {_toml(given.geography)}")
    if given.domains:
        lines.append('domains = "domains"')
    if plan.sensitivity is not None:
        asked = plan.sensitivity.asked
        lines += ["", "[sensitivity]", f"vary = {_toml(list(asked.vary))}"]
        lines += [f"draws = {asked.draws}", f"seed = {asked.seed}"]
    for record in tables:
        entry = given.table(record.level, record.year)
        own = entry.source.endswith(".toml")
        source = f"tables/{Path(entry.source).name}" if own else entry.source
        place = given.shapes(record.level, record.year)
        lines += _entry(
            "tables", file=record.file, source=source, level=record.level, year=record.year
        )
        if place is not None:
            lines.append(f"vintage = {place.vintage}")
    for each in shapes:
        lines += _entry("boundaries", file=each.file, level=each.level, vintage=each.vintage)
    return "\n".join([*lines, ""])


def _entry(kind: str, **members: str | int) -> list[str]:
    return ["", f"[[{kind}]]", *(f"{name} = {_toml(value)}" for name, value in members.items())]


def _toml(value: str | int | bool | list[str]) -> str:  # noqa: FBT001
    """A value; texts, numbers, truth and lists of them are written alike in TOML and in JSON."""
    return json.dumps(value, ensure_ascii=False)
