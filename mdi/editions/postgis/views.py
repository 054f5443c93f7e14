"""One view for each level, ready for QGIS, GeoServer and tipg: a shape and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdi.editions.postgis.rows import is_dutch
from mdi.editions.postgis.shown import shown
from mdi.editions.store.manifest import Manifest

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection

DEGREES, METRES = ("", "geom"), ("_rd", "geom_rd")  # ending of the name, column of the shape
VIEW = """
CREATE OR REPLACE VIEW mdi.{view} AS
SELECT a.id, a.area_code, coalesce(r.area_name, a.area_name) AS area_name, a.parent_code,
       r.index, r.rank, r.decile, r.coverage, coalesce(r.status, 'not_in_table') AS status,
       l.year, l.weights, l.method, r.domains, a.{shape} AS geom,
       r.rank_low, r.rank_median, r.rank_high, r.top_tenth, r.reliability
FROM mdi.layers l
JOIN mdi.areas a ON (a.level, a.vintage) = (l.level, l.vintage)
LEFT JOIN mdi.results r ON (r.level, r.year, r.weights, r.method, r.area_code)
                         = (l.level, l.year, l.weights, l.method, a.area_code)
WHERE l.level = {level}
"""
ABOUT = "The newest index of the level {}, with the shapes of its areas"


def make_views(connection: Connection, manifest: Manifest, *, anew: bool) -> None:
    """Make the views that are not there; what they show stands in `mdi.layers`.

    A view that is there stays as it is, so that nobody has to wait for it. The view of a level
    that is gone shows nothing.

    Args:
        connection: of the owner of the schema.
        manifest: of the edition that is shown.
        anew: make those that are there again, since the schema has changed.
    """
    systems = (DEGREES, METRES) if is_dutch(manifest) else (DEGREES,)
    for record in shown(manifest):
        for ending, shape in systems:
            view = view_of(record.level, ending)
            if anew or not _is_there(connection, view):
                _make(connection, view, shape, record.level)


def view_of(level: str, ending: str = "") -> str:
    """The name of the view of a level: ``map_municipality``."""
    return f"map_{level}{ending}"


def _is_there(connection: Connection, view: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM pg_views WHERE schemaname = 'mdi' AND viewname = %s", [view]
    )
    return found.fetchone() is not None


def _make(connection: Connection, view: str, shape: str, level: str) -> None:
    from psycopg.sql import SQL, Identifier, Literal  # noqa: PLC0415

    names = {"view": Identifier(view), "shape": Identifier(shape), "level": Literal(level)}
    connection.execute(SQL(VIEW).format(**names))
    told = SQL("COMMENT ON VIEW mdi.{} IS {}")
    connection.execute(told.format(Identifier(view), Literal(ABOUT.format(level))))
