"""``mdi editions list``: the editions of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Column, Table

from mdi.cli.editions.options import AsJson, CacheFolder, StorePlace, print_json

if TYPE_CHECKING:
    from mdi.editions.store.edition import Edition
    from mdi.editions.store.store import Store


def listing(
    store: StorePlace,
    cache: CacheFolder = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show the editions of a store, the one that was published last first.

    Example: mdi editions list --store store
    """
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    rows = _rows(open_store(store, cache=cache))
    if json:
        print_json({"editions": rows})
    else:
        _show(rows)


def _rows(store: Store) -> list[dict[str, Any]]:
    published = {each.edition: each.published for each in store.history()}
    rows = [
        _row(edition, published.get(edition.name), current=store.is_current(edition.name))
        for edition in store.editions()
    ]
    return sorted(rows, key=lambda row: (row["current"], row["published"] or ""), reverse=True)


def _row(edition: Edition, published: str | None, *, current: bool) -> dict[str, Any]:
    manifest = edition.manifest
    return {
        "edition": edition.name,
        "current": current,
        "published": published,
        "title": manifest.title,
        "invented": manifest.invented,
        "levels": list(dict.fromkeys(result.level for result in manifest.results)),
        "years": sorted({result.year for result in manifest.results}),
        "results": len(manifest.results),
        "size": sum(record.size for record in manifest.files.values()),
    }


def _show(rows: list[dict[str, Any]]) -> None:
    names = ("edition", "", "published (UTC)", "years")
    table = Table(
        *(Column(name, no_wrap=True) for name in names),
        *(Column(name, justify="right") for name in ("indices", "MB")),
    )
    for row in rows:
        table.add_row(
            row["edition"],
            "current" if row["current"] else "",
            _minute(row["published"]),
            _years(row["years"]),
            str(row["results"]),
            f"{row['size'] / 1e6:,.1f}",
        )
    Console(highlight=False, soft_wrap=True).print(table if rows else "Nothing was published yet.")


def _minute(published: str | None) -> str:
    """``2026-01-31T02:30:12Z`` to the minute."""
    return published[:16].replace("T", " ") if published else "never"


def _years(years: list[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
