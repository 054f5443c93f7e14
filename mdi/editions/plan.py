"""A plan: what a batch reads, what it computes with, and what it makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import field_validator

from mdi.declaration import Declaration, Text, read_toml
from mdi.editions.addresses import Addresses
from mdi.editions.asking import Asking, asking_of
from mdi.editions.catalogue import (
    BoundariesFile,
    Catalogue,
    TableFile,
    checked_catalogue,
    read_with_addresses,
)
from mdi.editions.postgis.address import Address
from mdi.errors import DeclarationError, FileError, MdiError, Problem, did_you_mean
from mdi.methods.model import Method, load_method
from mdi.sensitivity.asked import Asked
from mdi.weights.model import WeightSet, load_weights


class Plan(Declaration):
    """A plan as it is written down; paths are relative to its file.

    A table of a database may stand where a file of a table or of shapes is expected.

    Attributes:
        title: what readers of the edition see; that of the catalogue if absent.
        catalogue: a folder with a `catalogue.toml` that names tables and boundaries; or else
            they are named here, as in a catalogue.
        invented: whether the figures are invented.
        geography: the geography of all files.
        domains: a folder with domains of one's own.
        tables: the tables of indicators.
        boundaries: the shapes.
        levels: the levels to compute; all with a table if absent.
        years: the years to compute, as numbers or as `"2021-2025"`; all if absent.
        weights: weight sets, by name or path.
        methods: methods, by name or path.
        tiles: whether vector tiles of the shapes are made, for the map of the web and in the
            coordinate system of the country; or of which tile matrix sets, by name.
        maps: whether a GeoPackage of each level is made: its newest year by the first weight
            set and method.
        ready: whether what a service sends lies ready: the shapes as GeoJSON, and the layers of
            the maps whole and compressed.
        sensitivity: what varies, to tell how sure the ranks are: what the catalogue asks if
            absent; False: nothing, whatever the catalogue asks.
    """

    title: Text | None = None
    catalogue: str | None = None
    invented: bool | None = None
    geography: str | None = None
    domains: str | None = None
    tables: tuple[TableFile, ...] = ()
    boundaries: tuple[BoundariesFile, ...] = ()
    levels: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    weights: tuple[str, ...] = ("mdi_nl",)
    methods: tuple[str, ...] = ("imd",)
    tiles: bool | tuple[str, ...] = True
    maps: bool = True
    ready: bool = True
    sensitivity: Asked | Literal[False] | None = None

    @field_validator("years", mode="before")
    @classmethod
    def _range(cls, years: Any) -> Any:
        found = (
            re.fullmatch(r"\s*(\d{4})\s*-\s*(\d{4})\s*", years) if isinstance(years, str) else None
        )
        return tuple(range(int(found[1]), int(found[2]) + 1)) if found else years


@dataclass(frozen=True, eq=False)
class Prepared:
    """A plan whose files and declarations are all there.

    Attributes:
        folder: what the files of the catalogue are relative to.
        catalogue: the tables to compute, and the shapes that go with them.
        weights: the weight sets, by name.
        methods: the methods, by name.
        own: TOML files of the plan's own, by their path in an edition.
        tiles: the tile matrix sets of which vector tiles are made, by name.
        maps: whether a GeoPackage of each level is made.
        ready: whether what a service sends lies ready.
        sensitivity: what is asked of how sure the ranks are; None where nothing is.
        addresses: the tables of databases, by their name in the catalogue.
        fetched: where files lie that are not in the folder, by their name in the catalogue.
    """

    folder: Path
    catalogue: Catalogue
    weights: dict[str, WeightSet]
    methods: dict[str, Method]
    own: dict[str, bytes]
    tiles: tuple[str, ...]
    maps: bool
    ready: bool
    sensitivity: Asking | None = None
    addresses: Mapping[str, Address] = field(default_factory=dict)
    fetched: Mapping[str, Path] = field(default_factory=dict)

    def path_of(self, name: str) -> Path:
        """Where a file of the catalogue lies."""
        return self.fetched.get(name, self.folder / name)


def read_plan(path: Path) -> Prepared:
    """Read a plan and all declarations it names.

    Tables of a database are not read yet: `mdi.editions.fetching` makes files of them.

    Raises:
        FileError: the plan cannot be read.
        DeclarationError: all that is wrong with it, at once.
    """
    addresses = Addresses.within(read_toml(path))
    plan = Plan.parse(addresses.told, str(path))
    problems: list[Problem] = []
    folder, catalogue, found = _catalogue(plan, addresses, path.parent, problems)
    weights = _each(load_weights, plan.weights, path.parent, problems)
    methods = _each(load_method, plan.methods, path.parent, problems)
    chosen = _chosen(plan, catalogue, problems) if catalogue else None
    tiles = _matrix_sets(plan.tiles, catalogue, problems)
    asking = _asking(plan, path.parent, (catalogue, folder), problems)
    if problems or chosen is None:
        raise DeclarationError(f"The plan '{path}' cannot be carried out.", problems)
    own = _own(plan.weights, path.parent, "weights") | _own(plan.methods, path.parent, "methods")
    return Prepared(
        folder=folder,
        catalogue=chosen,
        weights=weights,
        methods=methods,
        own=own | (asking.own if asking else {}),
        tiles=tiles,
        maps=plan.maps,
        ready=plan.ready,
        sensitivity=asking,
        addresses=found,
    )


def _catalogue(
    plan: Plan, addresses: Addresses, folder: Path, problems: list[Problem]
) -> tuple[Path, Catalogue | None, dict[str, Address]]:
    """The catalogue of a plan, the folder its files lie in, and its tables of databases."""
    own = ("invented", "geography", "domains")
    named = [name for name in own if getattr(plan, name) is not None]
    named += [name for name in ("tables", "boundaries") if getattr(plan, name)]
    try:
        if plan.catalogue is not None:
            if named:
                what = f"names a catalogue, and {', '.join(named)} as well"
                problems.append(Problem(what, hint="these stand in the catalogue"))
            catalogue, found = read_with_addresses(folder / plan.catalogue)
            titled = catalogue.model_copy(update={"title": plan.title or catalogue.title})
            return folder / plan.catalogue, titled, found
        given = {name: getattr(plan, name) for name in named}
        title = plan.title or Text(nl="Multi Deprivatie Index", en="Multi Deprivation Index")
        written = Catalogue.parse({"title": title, **given}, "the plan")
        checked = checked_catalogue(written, folder, addresses.problems)
    except MdiError as error:
        hint = error.hint
        problems += error.problems or [Problem(error.message.rstrip("."), hint=hint)]
        return folder, None, {}
    return folder, checked, addresses.found


def _each(
    load: Any, names: tuple[str, ...], folder: Path, problems: list[Problem]
) -> dict[str, Any]:
    """Declarations by name; two of one name are a problem."""
    found: dict[str, Any] = {}
    for name in names:
        try:
            read = load(folder / name if name.endswith(".toml") else name)
        except (DeclarationError, FileError) as error:
            problems += error.problems or [Problem(error.message.rstrip("."), hint=error.hint)]
            continue
        if read.id in found:
            problems.append(Problem(f"names '{read.id}' twice"))
        found[read.id] = read
    return found


def _own(names: tuple[str, ...], folder: Path, kind: str) -> dict[str, bytes]:
    """The files of declarations that are not shipped."""
    paths = [folder / name for name in names if name.endswith(".toml")]
    return {f"declarations/{kind}/{path.name}": path.read_bytes() for path in paths}


def _asking(
    plan: Plan, folder: Path, given: tuple[Catalogue | None, Path], problems: list[Problem]
) -> Asking | None:
    """What the plan asks of how sure the ranks are, or else its catalogue."""
    if plan.sensitivity is not None:
        return asking_of(plan.sensitivity, folder, problems) if plan.sensitivity else None
    catalogue, lies = given
    asked = catalogue.sensitivity if catalogue else None
    return asking_of(asked, lies, problems) if asked else None


def _matrix_sets(
    tiles: bool | tuple[str, ...],  # noqa: FBT001
    catalogue: Catalogue | None,
    problems: list[Problem],
) -> tuple[str, ...]:
    """The tile matrix sets that tiles are made of: those named, or the web's and the country's."""
    from geodata.tiles.matrix_sets import WEB, matrix_sets  # noqa: PLC0415

    if isinstance(tiles, tuple):
        known = [each.id for each in matrix_sets()]
        problems += [
            Problem(f"names the tile matrix set '{name}'", hint=did_you_mean(name, known))
            for name in tiles
            if name not in known
        ]
        return tuple(dict.fromkeys(tiles))
    own = catalogue.declared_geography().crs if catalogue else None
    return tuple(each.id for each in matrix_sets() if tiles and (each.id == WEB or each.crs == own))


def _chosen(plan: Plan, catalogue: Catalogue, problems: list[Problem]) -> Catalogue:
    """The catalogue with the levels and years of the plan alone."""
    levels = plan.levels if plan.levels is not None else tuple(catalogue.levels())
    problems += [
        Problem(f"names the level '{level}', of which there is no table", hint=hint)
        for level in levels
        if level not in catalogue.levels()
        for hint in [did_you_mean(level, catalogue.levels())]
    ]
    known = {table.year for table in catalogue.tables}
    years = set(plan.years) if plan.years is not None else known
    problems += [
        Problem(f"names the year {year}, of which there is no table")
        for year in sorted(years - known)
    ]
    tables = tuple(t for t in catalogue.tables if t.level in levels and t.year in years)
    needed = [catalogue.shapes(table.level, table.year) for table in tables]
    shapes = tuple(shape for shape in catalogue.boundaries if shape in needed)
    return catalogue.model_copy(update={"tables": tables, "boundaries": shapes})
