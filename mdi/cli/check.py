"""``mdi check``: does a table hold up?"""

from __future__ import annotations

from rich.console import Console

from mdi.cli.options import DomainsFolder, LevelName, SourceName, TableFile, Year, table_of


def check(
    table: TableFile,
    source: SourceName,
    level: LevelName,
    year: Year,
    domains: DomainsFolder = None,
) -> None:
    """Validate a table and compute nothing.

    Example: mdi check figures.csv --source my_source.toml --level municipality --year 2024
    """
    read = table_of(table, source, level, year, domains)
    console = Console(highlight=False, soft_wrap=True)
    figures = int((read.status <= 1).sum())
    console.print(
        f"{len(read)} areas, {len(read.offered)} of {len(read.figures)} indicators, "
        f"{figures} figures: no problems found."
    )
    absent = [f.indicator.id for f in read.figures if not f.offered]
    if absent:
        console.print("Without figures: " + ", ".join(absent))
    for warning in read.warnings:
        console.print(f"Warning: {warning}", markup=False)
