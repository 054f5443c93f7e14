"""Make an invented country and write it as a folder that can be served."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mdi.editions.catalogue import NAME
from mdi.editions.sample.folder import whole_folder
from mdi.errors import ComputationError, Problem

FEWEST, MOST = 30, 200_000  # neighbourhoods
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIVE_YEARS = range(2021, 2026)

Progress = Callable[[str], None]


def make_sample(
    areas: int,
    seed: int,
    out: Path,
    years: range = FIVE_YEARS,
    progress: Progress | None = None,
) -> Path:
    """Write an invented country: tables, boundaries and a catalogue.

    The same areas, seed and years give the same bytes. The folder appears when all of it is
    written; an older sample in its place is replaced.

    Args:
        areas: number of neighbourhoods, 30 to 200,000.
        seed: which country, 0 or more.
        out: the folder to be made.
        years: consecutive years; with two or more, two municipalities merge and one is recoded.
        progress: is told what is going on.

    Returns:
        The folder.

    Raises:
        ComputationError: no such country can be made; all reasons at once.
        FileError: the folder holds something else, or cannot be written.
    """
    _check(areas, seed, years)
    out = Path(out)
    with whole_folder(out) as folder:
        _write(folder, areas, seed, years, progress or _silent)
    return out


def _check(areas: int, seed: int, years: range) -> None:
    problems = []
    if not FEWEST <= areas <= MOST:
        problems.append(Problem(f"{areas} areas", expected=f"{FEWEST} to {MOST}"))
    if seed < 0:
        problems.append(Problem(f"seed {seed}", expected="0 or more"))
    if not years or years.step != 1 or years[0] < FIRST_YEAR or years[-1] > LAST_YEAR:
        expected = f"first to last, one after another, in {FIRST_YEAR} to {LAST_YEAR}"
        problems.append(Problem(f"years {years.start} to {years.stop - 1}", expected=expected))
    if problems:
        raise ComputationError("The invented country cannot be made.", problems)


def _write(folder: Path, areas: int, seed: int, years: range, progress: Progress) -> None:
    from geodata.sample import make_country  # noqa: PLC0415
    from mdi.domains.model import load_domains  # noqa: PLC0415
    from mdi.editions.sample.tables import invent  # noqa: PLC0415
    from mdi.editions.sample.writing import catalogue, write_shapes, write_tables  # noqa: PLC0415

    progress(f"drawing an invented country of {areas} neighbourhoods")
    country = make_country(areas, seed, years)
    for vintage in country.vintages:
        progress(f"writing the borders of {vintage.year}")
        write_shapes(folder, vintage)
    invention = invent(country, seed, load_domains())
    for year in years:
        progress(f"inventing the figures of {year}")
        write_tables(folder, invention, year)
    (folder / NAME).write_text(catalogue(country, years), "utf-8")


def _silent(_: str) -> None:
    """Nobody asked to be told."""
