"""What stands in the database is the edition, all of it, or the one before."""

import threading
from dataclasses import replace

import numpy as np
import pandas as pd
import psycopg
import pytest
import shapely

import geodata
from geodata.crs import RD_NEW, WGS84, transformed
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.publishing import publish
from mdi.editions.store.edition import Edition
from mdi.errors import FileError

RESULT = "level = %s AND year = %s AND weights = %s AND method = %s"
WHOLE = """
SELECT e.name, (SELECT count(*) FROM mdi.results), (SELECT count(*) FROM mdi.areas),
       (SELECT count(*) FROM mdi.map_municipality), (SELECT count(DISTINCT year) FROM mdi.results)
FROM mdi.edition e
"""


def counts(edition: Edition):
    """What `WHOLE` finds where the database holds an edition whole."""
    manifest = edition.manifest
    layer = next(
        record
        for record in sorted(manifest.shapes, key=lambda s: -s.vintage)
        if record.level == "municipality"
    )
    return (
        edition.name,
        sum(record.areas for record in manifest.results),
        sum(record.areas for record in manifest.shapes),
        layer.areas,
        len({record.year for record in manifest.results}),
    )


def test_every_figure_of_every_result_arrives(new, address, asked):
    publish(new, address)
    for record in new.manifest.results:
        frame = pd.read_parquet(new.path(record.file)).set_index("area_code").sort_index()
        rows = asked(
            "SELECT area_code, area_name, index, rank, decile, coverage, status "
            f"FROM mdi.results WHERE {RESULT} ORDER BY area_code",
            *record.key,
        )
        found = pd.DataFrame(rows, columns=["area_code", *frame.columns[:6]]).set_index("area_code")
        pd.testing.assert_frame_equal(
            found.astype(object).where(found.notna(), None),
            frame.iloc[:, :6].astype(object).where(frame.iloc[:, :6].notna(), None),
            check_index_type=False,
            check_column_type=False,
        )


def test_the_scores_of_domains_are_rows_of_a_view(new, address, asked):
    publish(new, address)
    record = new.manifest.results[-1]
    frame = pd.read_parquet(new.path(record.file)).set_index("area_code")
    rows = asked(
        f"SELECT area_code, domain, points, rank FROM mdi.domain_scores WHERE {RESULT}",
        *record.key,
    )
    assert len(rows) == 7 * len(frame)
    for code, domain, points, rank in rows:
        expected = frame.loc[code, domain], frame.loc[code, f"{domain}_rank"]
        assert (points, rank) == tuple(None if pd.isna(value) else value for value in expected)


def test_every_shape_arrives_in_degrees_and_in_rd_new(new, address, asked):
    publish(new, address)
    for record in new.manifest.shapes:
        expected = geodata.read_boundaries(new.path(record.file), code_column="area_code")
        rows = asked(
            "SELECT area_code, ST_AsBinary(geom), ST_AsBinary(geom_rd), "
            "ST_SRID(geom), ST_SRID(geom_rd), ST_IsValid(geom) FROM mdi.areas "
            "WHERE level = %s AND vintage = %s ORDER BY id",
            record.level,
            record.vintage,
        )
        assert [row[0] for row in rows] == sorted(expected.codes)
        assert {row[3:] for row in rows} == {(4326, 28992, True)}
        shapes = dict(zip(expected.codes, expected.geometry, strict=True))
        inside = np.array([shapes[row[0]] for row in rows])
        assert shapely.equals(shapely.from_wkb([row[1] for row in rows]), inside).all()
        metres = shapely.from_wkb([row[2] for row in rows])
        expected_metres = transformed(inside, WGS84, RD_NEW)
        assert (shapely.hausdorff_distance(metres, expected_metres) == 0).all()
        assert np.allclose(shapely.area(metres), shapely.area(expected_metres))


def test_the_view_of_a_level_shows_the_newest_year_with_the_default_weights(new, address, asked):
    published = publish(new, address)
    assert published.views == ("map_district", "map_municipality")
    rows = asked("SELECT id, area_code, index, rank, decile, area_name FROM mdi.map_municipality")
    record = next(
        r for r in new.manifest.results if r.key == ("municipality", 2025, "mdi_nl", "imd")
    )
    frame = pd.read_parquet(new.path(record.file)).set_index("area_code")
    assert {row[1] for row in rows} == set(frame.index)
    assert len({row[0] for row in rows}) == len(rows)
    for _, code, index, rank, _, name in rows:
        expected = frame.loc[code, ["index", "rank", "area_name"]].tolist()
        assert [index, rank, name] == [None if pd.isna(value) else value for value in expected]
    assert asked("SELECT DISTINCT year, weights, method FROM mdi.map_municipality") == [
        (2025, "mdi_nl", "imd")
    ]


def test_a_shape_without_figures_stays_in_the_view(new, address, asked):
    publish(new, address)
    code = asked("SELECT min(area_code) FROM mdi.map_municipality")[0][0]
    with psycopg.connect(address.connection) as connection:
        connection.execute("DELETE FROM mdi.results WHERE area_code = %s", [code])
    assert asked("SELECT status, rank FROM mdi.map_municipality WHERE area_code = %s", code) == [
        ("not_in_table", None)
    ]


def test_columns_of_shapes_are_registered_with_type_and_system(new, address, asked):
    publish(new, address)
    found = asked(
        "SELECT f_table_name, f_geometry_column, type, srid FROM geometry_columns "
        "WHERE f_table_name LIKE 'map%%' ORDER BY 1"
    )
    assert found == [
        (f"map_{level}{ending}", "geom", "MULTIPOLYGON", system)
        for level in ("district", "municipality")
        for ending, system in (("", 4326), ("_rd", 28992))
    ]


@pytest.mark.parametrize(
    ("view", "index"),
    [("map_municipality", "areas_geom"), ("map_municipality_rd", "areas_geom_rd")],
)
def test_a_view_is_searched_by_place_with_the_spatial_index(new, address, view, index):
    publish(new, address)
    box = f"(SELECT ST_Expand(ST_PointOnSurface(geom), 0.0001) FROM mdi.{view} LIMIT 1)"
    with psycopg.connect(address.connection) as connection:
        connection.execute("SET enable_seqscan = off")
        query = f"EXPLAIN SELECT * FROM mdi.{view} WHERE geom && {box}"
        plan = "\n".join(row[0] for row in connection.execute(query.encode()))
    assert f"{index} on areas" in plan or f"on {index}" in plan


def test_the_manifest_is_kept(new, address, asked):
    publish(new, address)
    ((name, invented, manifest, software),) = asked(
        "SELECT name, invented, manifest, software FROM mdi.edition"
    )
    assert (name, invented) == (new.name, True)
    assert manifest == new.manifest.model_dump(mode="json")
    assert software == new.manifest.software


def test_a_new_edition_replaces_the_old_one_and_the_old_one_the_new(old, new, address, asked):
    for edition in (old, new, old):
        assert publish(edition, address).changed
        assert asked(WHOLE) == [counts(edition)]


def test_the_same_edition_once_more_writes_nothing_unless_asked(new, address, asked):
    publish(new, address)
    before = asked("SELECT xmin::text FROM mdi.edition")
    assert not publish(new, address).changed
    assert asked("SELECT xmin::text FROM mdi.edition") == before
    with psycopg.connect(address.connection) as connection:
        connection.execute("DELETE FROM mdi.results")
    assert publish(new, address, again=True).changed
    assert asked(WHOLE) == [counts(new)]


def test_a_load_that_the_database_breaks_off_leaves_the_old_edition(old, new, address, asked):
    publish(old, address)
    with psycopg.connect(address.connection) as connection:
        connection.execute("ALTER TABLE mdi.results ADD CONSTRAINT old CHECK (year < 2025)")
    with pytest.raises(DatabaseError, match=r"violates check constraint.*Nothing was changed"):
        publish(new, address)
    assert asked(WHOLE) == [counts(old)]


def test_a_damaged_file_is_not_published(old, new, address, asked, tmp_path):
    publish(old, address)
    file = new.manifest.results[-1].file
    for record in new.manifest.files:
        copy = tmp_path / new.name / record
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = bytearray(new.path(record).read_bytes())
        content[len(content) // 2] ^= record == file
        copy.write_bytes(content)
    with pytest.raises(FileError, match=r"is not what the manifest .* says"):
        publish(replace(new, folder=tmp_path / new.name), address)
    assert asked(WHOLE) == [counts(old)]


def test_an_edition_without_shapes_has_results_and_no_views(old, address, asked):
    bare = [record.model_copy(update={"vintage": None}) for record in old.manifest.results]
    manifest = old.manifest.model_copy(update={"shapes": (), "results": tuple(bare)})
    assert publish(replace(old, manifest=manifest), address).views == ()
    assert asked("SELECT count(*) > 0 FROM mdi.results") == [(True,)]


def test_shapes_of_another_country_are_not_put_into_rd_new(old, address, asked):
    manifest = old.manifest.model_copy(update={"geography": "elsewhere"})
    publish(replace(old, manifest=manifest), address)
    assert asked("SELECT count(geom) > 0, count(geom_rd) FROM mdi.areas") == [(True, 0)]
    assert asked("SELECT to_regclass('mdi.map_municipality_rd')") == [(None,)]


def test_a_reader_keeps_what_it_has_and_holds_nobody_up(old, new, address, asked):
    publish(old, address)
    with psycopg.connect(address.connection) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        assert reader.execute(WHOLE.encode()).fetchall() == [counts(old)]
        publish(new, address)
        assert reader.execute(WHOLE.encode()).fetchall() == [counts(old)]
    assert asked(WHOLE) == [counts(new)]


def test_two_at_once_follow_each_other_and_nobody_sees_half(old, new, address):
    publish(old, address)
    whole, seen, failed = {counts(old), counts(new)}, set(), []

    def load(edition):
        try:
            publish(edition, address, again=True)
        except DatabaseError as error:
            failed.append(error)

    writers = [threading.Thread(target=load, args=[each]) for each in (old, new) * 3]
    with psycopg.connect(address.connection, autocommit=True) as reader:
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            seen |= set(reader.execute(WHOLE.encode()).fetchall())
        seen |= set(reader.execute(WHOLE.encode()).fetchall())
    assert failed == []
    assert seen == whole


SURE = ("rank_low", "rank_median", "rank_high", "top_tenth", "reliability")


def test_how_sure_every_rank_is_arrives_with_it(sure, address, asked):
    publish(sure, address)
    records = sure.manifest.sensitivities
    assert {record.level for record in records} == {"district", "municipality"}
    for record in records:
        frame = pd.read_parquet(sure.path(record.file)).set_index("area_code").sort_index()
        rows = asked(
            f"SELECT {', '.join(SURE)} FROM mdi.results WHERE {RESULT} ORDER BY area_code",
            *record.key,
        )
        expected = frame[[*SURE]].astype(object)
        assert rows == [*expected.where(expected.notna(), None).itertuples(index=False, name=None)]
    assert asked("SELECT count(rank_low) > 0 FROM mdi.map_municipality") == [(True,)]


def test_where_nobody_asked_how_sure_ranks_are_nothing_is_said(new, address, asked):
    publish(new, address)
    assert asked(
        f"SELECT count(coalesce({', '.join(f'{c}::text' for c in SURE)})) FROM mdi.results"
    ) == [(0,)]
