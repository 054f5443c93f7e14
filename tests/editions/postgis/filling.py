"""Tables of figures and of shapes, put into a database."""

import shapely
from psycopg.sql import SQL, Identifier

KINDS = {"f": "double precision", "i": "bigint", "u": "bigint"}


def write_figures(boss, table, frame):
    """A table of a schema, such as `cbs.figures`; columns are numbers or texts."""
    columns = [
        SQL("{} " + KINDS.get(frame[column].dtype.kind, "text")).format(Identifier(column))
        for column in frame
    ]
    place = Identifier(*table.split("."))
    boss.execute(SQL("CREATE TABLE {} ({})").format(place, SQL(", ").join(columns)))
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False)
    with boss.cursor().copy(SQL("COPY {} FROM STDIN").format(place)) as copy:
        for row in rows:
            copy.write_row(row)


def write_shapes(boss, table, shapes):
    """The codes, names, larger areas and shapes of areas, in RD New."""
    place = Identifier(*table.split("."))
    columns = SQL("(code text, naam text, parent_code text, shape geometry(Geometry, 28992))")
    boss.execute(SQL("CREATE TABLE {} {}").format(place, columns))
    wkb = shapely.to_wkb(shapes.geometry)
    boss.cursor().executemany(
        SQL("INSERT INTO {} VALUES (%s, %s, %s, ST_GeomFromWKB(%s, 28992))").format(place),
        list(zip(shapes.codes, shapes.names, shapes.parents, wkb, strict=True)),
    )
