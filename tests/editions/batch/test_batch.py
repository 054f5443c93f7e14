"""A batch: everything that changed is done, nothing else, and published whole."""

import io
import json
import shutil

import pandas as pd
import pyarrow.parquet as pq
import pytest

import mdi
from api.library import Library
from api.settings import Settings
from geodata.formats import read_layer
from geodata.tiles.archive import read_archive
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store
from mdi.errors import RunError, TableError
from mdi.writing import WRITERS


def run(plan, store, **how):
    return Batch(read_plan(plan), store).run(**how)


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


def kinds(report):
    return [step["kind"] for step in report.steps if not step["reused"]]


def test_every_result_is_that_of_the_engine(plan, store, country):
    run(plan, store)
    manifest = store.current().manifest
    assert [record.key for record in manifest.results] == [
        (level, year, weights, "imd")
        for level in ("neighbourhood", "municipality")
        for year in (2024, 2025)
        for weights in ("mdi_nl", "equal")
    ]
    for record in manifest.results:
        file = country / "sample" / f"indicators_{record.level}_{record.year}.parquet"
        table = mdi.read_table(file, source="sample", level=record.level, year=record.year)
        result = mdi.compute(table, weights=mdi.load_weights(record.weights))
        written = store.current().path(record.file).read_bytes()
        assert written == WRITERS[".parquet"](result)
        assert record.fingerprint == result.fingerprint
        assert (record.areas, record.ranked) == (len(result), result.ranked)


def test_an_edition_can_be_served_as_it_lies(plan, store):
    run(plan, store)
    library = Library(Settings(data=store.current().folder))
    result = library.result("municipality", 2025, "equal", "imd")
    frame = pd.read_parquet(
        store.current().path(
            "results/level=municipality/year=2025/weights=equal/method=imd/result.parquet"
        )
    )
    assert result.rank.tolist() == frame["rank"].fillna(0).tolist()
    assert library.atlas.shapes("municipality", 2025).codes


def test_tiles_are_made_where_the_plan_asks_for_them(plan, store):
    plan.write_text(plan.read_text().replace("tiles = false", "tiles = true"))
    run(plan, store)
    shapes = store.current().manifest.shapes
    assert all(store.current().path(each.tiles).read_bytes()[:7] == b"PMTiles" for each in shapes)
    for each in shapes:
        (other,) = each.other_tiles
        assert other.file == f"tiles/{each.level}-{each.vintage}.NetherlandsRDNewQuad.pmtiles"
        web, own = (read_archive(store.current().path(file)) for file in (each.tiles, other.file))
        assert (web.metadata["crs"], own.metadata["crs"]) == ("EPSG:3857", "EPSG:28992")
        assert web.bounds == pytest.approx(own.bounds, abs=1e-5)


def test_another_choice_of_tiles_makes_the_shapes_anew_and_nothing_else(plan, store):
    plan.write_text(plan.read_text().replace("tiles = false", 'tiles = ["WebMercatorQuad"]'))
    run(plan, store)
    assert not [each for each in store.current().manifest.shapes if each.other_tiles]
    plan.write_text(plan.read_text().replace("WebMercatorQuad", "NetherlandsRDNewQuad"))
    assert set(kinds(run(plan, store))) == {"shapes"}
    assert {each.tiles for each in store.current().manifest.shapes} == {None}
    assert {len(each.other_tiles) for each in store.current().manifest.shapes} == {1}


def test_a_map_of_each_level_opens_as_a_layer(plan, store):
    run(plan, store)
    edition = store.current()
    assert [(each.level, each.year, each.weights) for each in edition.manifest.maps] == [
        ("neighbourhood", 2025, "mdi_nl"),
        ("municipality", 2025, "mdi_nl"),
    ]
    for each in edition.manifest.maps:
        layer = read_layer(edition.path(each.file))
        record = next(
            r for r in edition.manifest.results if r.key == (each.level, 2025, "mdi_nl", "imd")
        )
        frame = pd.read_parquet(edition.path(record.file)).set_index("area_code")["index"]
        shown = dict(zip(layer.columns["area_code"], layer.columns["index"], strict=True))
        assert {code: shown[code] for code in frame.index} == pytest.approx(
            frame.to_dict(), nan_ok=True
        )


def test_a_plan_may_do_without_maps(plan, store):
    plan.write_text(plan.read_text() + "maps = false\n")
    run(plan, store)
    assert store.current().manifest.maps == ()


def test_a_second_run_does_nothing(plan, store):
    first, second = run(plan, store), run(plan, store)
    assert first.published
    assert not second.published
    assert first.edition == second.edition
    assert kinds(second) == []
    assert len(store.history()) == 1


def test_a_change_of_one_weight_set_recomputes_what_depends_on_it(plan, store):
    own = plan.parent / "w.toml"
    own.write_text('id = "mine"\n[weights]\nincome = 1\nwork = 1\n')
    plan.write_text(plan.read_text().replace('"equal"', '"w.toml"'))
    run(plan, store)
    own.write_text('id = "mine"\n[weights]\nincome = 2\nwork = 1\n')
    report = run(plan, store)
    made = [step for step in report.steps if not step["reused"]]
    assert [step["kind"] for step in made] == ["result"] * 4
    assert {step["why"] for step in made} == {"weights changed"}
    assert all("mine" in step["what"] for step in made)


def test_new_shapes_leave_the_figures_alone(plan, store, own_sample):
    plan.write_text(plan.read_text().replace('"sample"', f'"{own_sample.name}"', 1))
    first = run(plan, store)
    path = max(own_sample.glob("boundaries_neighbourhood_*.parquet"))
    pq.write_table(pq.read_table(path), path, compression="none")
    second = run(plan, store)
    assert kinds(second) == ["shapes", "outlines", "map", "sheet"]
    assert second.published
    assert second.edition != first.edition


def test_shapes_that_cannot_be_read_are_said(plan, store, own_sample):
    plan.write_text(plan.read_text().replace('"sample"', f'"{own_sample.name}"', 1))
    path = next(own_sample.glob("boundaries_neighbourhood_*.parquet"))
    path.write_bytes(b"no shapes")
    with pytest.raises(TableError, match="nothing was published") as error:
        run(plan, store)
    assert path.name in str(error.value)


def test_what_does_not_hold_up_is_said_at_once_and_nothing_is_published(plan, store, own_sample):
    plan.write_text(plan.read_text().replace('"sample"', f'"{own_sample.name}"', 1))
    for level in ("municipality", "neighbourhood"):
        path = own_sample / f"indicators_{level}_2025.parquet"
        frame = pd.read_parquet(path)
        frame.loc[0, "poor_households"] = 400.0
        frame.to_parquet(path)
    batch = Batch(read_plan(plan), store)
    with pytest.raises(TableError, match="nothing was published") as error:
        batch.run()
    told = "\n".join(map(str, error.value.problems))
    assert "indicators_municipality_2025.parquet" in told
    assert "indicators_neighbourhood_2025.parquet" in told
    assert store.current() is None
    plain = batch.report.plain()
    assert plain["rejected"] == 2
    assert plain["edition"] is None


def test_a_damaged_output_is_made_anew(plan, store):
    run(plan, store)
    record = next(iter(store.current().manifest.files.items()))
    path = store.path_of(store.current().manifest.files[record[0]])
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert store.verify()
    run(plan, store)
    assert store.verify() == []


@pytest.mark.parametrize("name", ["current.json", "editions/NAME/manifest.json"])
def test_what_is_published_is_mended_where_it_is_damaged(plan, store, name):
    edition = run(plan, store).edition
    path = store.root / name.replace("NAME", edition)
    path.chmod(0o644)
    path.write_bytes(b"{}")
    assert store.verify()
    assert run(plan, store).edition == edition
    assert store.verify() == []
    assert store.current().name == edition


def test_processes_make_the_same_bytes(plan, tmp_path):
    stores = [Store.open(tmp_path / name, create=True) for name in ("one", "two")]
    editions = [
        run(plan, store, workers=n).edition for store, n in zip(stores, (1, 2), strict=True)
    ]
    assert editions[0] == editions[1]


@pytest.mark.slow
def test_a_dask_cluster_makes_the_same_bytes(plan, tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    stores = [Store.open(tmp_path / name, create=True) for name in ("one", "two")]
    here = run(plan, stores[0]).edition
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        there = run(plan, stores[1], scheduler=cluster.scheduler_address).edition
    assert here == there


def test_a_scheduler_that_is_not_there_is_said(plan, store):
    pytest.importorskip("distributed", reason="Dask is not installed")
    with pytest.raises(RunError, match="does not answer"):
        run(plan, store, scheduler="nonsense://127.0.0.1:1")


def test_the_report_tells_what_was_done(plan, store):
    told = []
    report = Batch(read_plan(plan), store).run(
        progress=lambda step, finished, count: told.append((step.kind, finished, count))
    )
    plain = json.loads(json.dumps(report.plain()))
    assert plain["made"] == len(told) == len(report.steps)
    assert told[-1][1:] == (len(told), len(told))
    assert plain["published"]
    assert 0 < plain["computing_share"] < 1
    assert plain["memory_bytes"] > 10_000_000
    result = next(step for step in plain["steps"] if step["kind"] == "result")
    assert result["account"]["rows"] >= result["account"]["ranked"] > 0
    assert result["seconds"] >= result["computing_seconds"] > 0


def test_no_clock_and_no_place_stands_in_an_edition(plan, store, tmp_path):
    run(plan, store)
    manifest = store.current().path("manifest.json").read_bytes()
    catalogue = store.current().path("catalogue.toml").read_bytes()
    for content in (manifest, catalogue):
        assert str(tmp_path).encode() not in content
    moved = tmp_path / "elsewhere"
    shutil.copytree(plan.parent / "sample", moved / "sample")
    (moved / "plan.toml").write_text(plan.read_text())
    other = Store.open(moved / "store", create=True)
    assert run(moved / "plan.toml", other).edition == store.current().name


def test_results_open_in_pandas_alone(plan, store):
    run(plan, store)
    record = store.current().manifest.results[0]
    frame = pd.read_parquet(io.BytesIO(store.current().path(record.file).read_bytes()))
    assert {"area_code", "index", "rank", "decile"} <= set(frame.columns)
