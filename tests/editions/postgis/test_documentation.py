"""The SQL of the how-to runs, and the reference names every column."""

import re

import psycopg
import pytest

from mdi.editions.postgis.migrating import migrations
from mdi.editions.postgis.publishing import publish
from mdi.editions.postgis.roles import ABOUT
from tests.docs.blocks import blocks
from tests.docs.running import ROOT

HOW_TO = ROOT / "docs" / "how-to" / "publish-to-postgis.md"
REFERENCE = (ROOT / "docs" / "reference" / "postgis.md").read_text(encoding="utf-8")
QUERIES = [block.text for block in blocks(HOW_TO) if block.language == "sql"]


@pytest.fixture
def published(new, address):
    publish(new, address)
    return address


def test_all_the_sql_of_the_how_to_runs_for_whom_it_is_meant(published, cluster, base):
    roles, *queries = QUERIES
    assert len(queries) > 5
    with psycopg.connect(published.connection) as boss:
        boss.execute(roles.encode())
    try:
        with psycopg.connect(cluster.address(base, "maps"), autocommit=True) as reader:
            for query in queries:
                cursor = reader.execute(query.encode())
                while cursor.description is None and cursor.nextset():
                    pass  # BEGIN
                assert cursor.fetchall(), query
    finally:
        with psycopg.connect(published.connection) as boss:
            boss.execute("DROP ROLE nightly; DROP ROLE maps")


@pytest.mark.usefixtures("published")
def test_every_table_view_and_column_is_described(asked):
    columns = asked(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'mdi' "
        "AND table_name NOT IN ('gt_pk_metadata')"
    )
    assert len(columns) > 40
    for table, column in columns:
        name = re.sub(r"^map_[a-z]+?(_rd)?$", r"map_<level>\1", table)
        assert f"`mdi.{name}`" in REFERENCE
        assert f"`{column}`" in REFERENCE


def test_every_role_and_version_is_described():
    assert [role for role in ABOUT if f"| `{role}` |" not in REFERENCE] == []
    assert [number for number in migrations() if f"\n| {number} | " not in REFERENCE] == []
