"""The joins that are kept: bounded, shared by workers, whole or not there."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from api.errors import NotHereError
from api.ogc.joins.keeping import Joins, new_id, store_of
from api.ogc.joins.model import Contents, Join
from api.settings import Settings
from mdi.editions.clock import STAMP, now
from mdi.errors import FileError
from tests.api.conftest import problem_of
from tests.api.ogc.joining import Joiner

CONTENTS = Contents(["GM0001"], {"visits": [1]}, ["GM0002"], ["XX"], [])


def a_join(made: str | None = None) -> Join:
    told = {"told": False, "matched": 1, "columns": ["visits"]}
    return Join(new_id(), made or now(), "municipality", "area_code", "a.csv", **told)


def test_what_is_kept_is_found_by_every_worker(tmp_path):
    join = a_join()
    Joins(tmp_path / "joins", 10, 60).keep(join, CONTENTS)
    other = Joins(tmp_path / "joins", 10, 60)
    assert other.all() == [join] == [other.one(join.id)]
    assert other.contents(join) == CONTENTS
    other.take_away(join.id)
    assert other.all() == []
    with pytest.raises(NotHereError):
        other.contents(join)


def test_no_more_are_kept_than_may_be(tmp_path):
    joins = Joins(tmp_path, 2, 60)
    for _ in range(2):
        joins.keep(a_join(), CONTENTS)
    with pytest.raises(HTTPException) as caught:
        joins.keep(a_join(), CONTENTS)
    assert caught.value.status_code == 507
    joins.take_away(joins.all()[0].id)
    joins.keep(a_join(), CONTENTS)
    assert len(joins.all()) == 2


def test_what_is_out_of_time_is_gone_and_makes_room(tmp_path):
    joins = Joins(tmp_path, 1, 3600)
    old = a_join((datetime.now(UTC) - timedelta(hours=2)).strftime(STAMP))
    joins.keep(old, CONTENTS)
    assert joins.all() == []
    with pytest.raises(NotHereError):
        joins.one(old.id)
    young = a_join()
    joins.keep(young, CONTENTS)
    assert joins.all() == [young]
    assert not (tmp_path / old.id).exists()


def test_what_a_worker_left_unfinished_is_cleared(tmp_path):
    joins = Joins(tmp_path, 5, 60)
    for name in (".unfinished-" + new_id(), ".gone-" + new_id()):
        (tmp_path / name).mkdir()
        (tmp_path / name / "join.json").write_text("{")
    assert joins.all() == []
    joins.keep(a_join(), CONTENTS)
    assert sorted(each.name[0] for each in tmp_path.iterdir()).count(".") == 1  # the lock


@pytest.mark.parametrize("name", ["..", "", "../keys.toml", "a" * 16 + "/..", "A" * 16, "%2e%2e"])
def test_a_name_leads_nowhere_else(tmp_path, name):
    with pytest.raises(NotHereError):
        Joins(tmp_path, 5, 60).one(name)


def test_a_damaged_join_is_told(tmp_path):
    joins, join = Joins(tmp_path, 5, 60), a_join()
    joins.keep(join, CONTENTS)
    (tmp_path / join.id / "join.json").write_text("[]")
    with pytest.raises(FileError, match="damaged"):
        joins.one(join.id)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "joins").write_text("a file")
    with pytest.raises(FileError):
        Joins(tmp_path / "joins", 5, 60).keep(a_join(), CONTENTS)


def _keep(place: tuple[Path, int]) -> int:
    folder, count = place
    kept = 0
    for _ in range(count):
        try:
            Joins(folder, 7, 60).keep(a_join(), CONTENTS)
            kept += 1
        except HTTPException:
            continue
    return kept


def test_workers_that_keep_at_once_keep_to_the_bound(tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        kept = list(pool.map(_keep, [(tmp_path, 6)] * 2))
    assert sum(kept) == 7 == len(Joins(tmp_path, 7, 60).all())


def test_nothing_is_kept_without_a_folder_or_without_keys(tmp_path):
    assert store_of(Settings()) is None
    assert store_of(Settings(joins=tmp_path)) is None
    assert store_of(Settings(keys=tmp_path / "keys.toml")) is None
    assert store_of(Settings(joins=tmp_path, keys=tmp_path / "keys.toml")) is not None


def test_a_full_service_says_what_to_do(squareland, tmp_path):
    joiner = Joiner(squareland, tmp_path, joins_kept=1)
    joiner.keep()
    assert "Delete one" in problem_of(joiner.send(key=joiner.key), 507)["detail"]
    page = joiner.send(key=joiner.key, accept="text/html")
    assert page.status_code == 507
    assert "Delete one" in page.text
