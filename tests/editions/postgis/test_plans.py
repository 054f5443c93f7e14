"""A plan names tables of a database as it names files, and a password goes nowhere."""

import io
import json
import sys

import numpy as np
import pandas as pd
import psycopg
import pyarrow.parquet as pq
import pytest

import geodata
import mdi
from mdi.editions.catalogue import read_catalogue
from mdi.editions.fetching import fetched
from mdi.editions.plan import read_plan
from mdi.editions.postgis.address import Address
from mdi.editions.postgis.reading import read_table
from mdi.editions.store.store import Store
from mdi.errors import DeclarationError
from tests.cli.conftest import mdi_  # noqa: F401
from tests.editions.postgis.filling import write_figures, write_shapes

PASSWORD = "sesam-open-u"
YEARS = (2024, 2025)
HEAD = 'weights = ["mdi_nl", "equal"]\nmethods = ["imd"]\ntiles = false\n'


@pytest.fixture
def boss(cluster, base):
    """May do everything in the database, at once."""
    with psycopg.connect(cluster.address(base), autocommit=True) as boss:
        yield boss


@pytest.fixture
def filled(sample, boss):
    """Figures of two years and shapes of municipalities, for a user with a password."""
    boss.execute("CREATE SCHEMA cbs")
    for year in YEARS:
        frame = pd.read_parquet(sample / f"indicators_municipality_{year}.parquet")
        write_figures(boss, f"cbs.figures_{year}", frame.iloc[::-1])
    write_shapes(boss, "cbs.shapes", shapes_of(sample))
    boss.execute("DROP ROLE IF EXISTS guarded")
    boss.execute(f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'".encode())
    boss.execute("GRANT USAGE ON SCHEMA cbs TO guarded")
    boss.execute("GRANT SELECT ON ALL TABLES IN SCHEMA cbs TO guarded")
    yield boss
    boss.execute("DROP OWNED BY guarded; DROP ROLE guarded")


@pytest.fixture
def plan(filled, cluster, base, tmp_path):  # noqa: ARG001
    """A plan over the tables of the database."""
    path = tmp_path / "plan.toml"
    address = f"{cluster.address(base, 'guarded', PASSWORD)}&table=cbs."
    path.write_text(HEAD + entries(address + "figures_{}", address + "shapes"), encoding="utf-8")
    return path


def shapes_of(sample):
    return geodata.read_boundaries(sample / "boundaries_municipality_2024.parquet")


def entries(figures, shapes):
    """The tables and boundaries of a plan."""
    of_year = (
        f'[[tables]]\nfile = "{figures.format(year)}"\nsource = "sample"\n'
        f'level = "municipality"\nyear = {year}\n'
        for year in YEARS
    )
    given = f'[[boundaries]]\nfile = "{shapes}"\nlevel = "municipality"\nvintage = 2024\n'
    return "".join(of_year) + given


def report_of(tmp_path):
    return json.loads((tmp_path / "report.json").read_bytes())


def made(tmp_path):
    """The kind and the place of each step that was carried out."""
    steps = report_of(tmp_path)["steps"]
    return sorted(
        {(step["kind"], step["what"].split(" ·")[0]) for step in steps if not step["reused"]}
    )


@pytest.fixture
def batch(mdi_, tmp_path):  # noqa: F811
    """Carry out a plan; there is a report."""

    def run(plan, *more):
        told = "--report", tmp_path / "report.json"
        return mdi_("batch", plan, "--store", tmp_path / "store", "--workers", 1, *told, *more)

    return run


def test_a_batch_from_a_database_is_that_from_files(plan, batch, sample, tmp_path):
    assert batch(plan).code == 0
    of_files = tmp_path / "of_files.toml"
    figures, shapes = sample / "indicators_municipality_{}.parquet", "boundaries_municipality_2024"
    of_files.write_text(HEAD + entries(str(figures), str(sample / f"{shapes}.parquet")))
    assert batch(of_files).code == 0
    store = Store.open(tmp_path / "store")
    from_base, from_files = store.edition("previous"), store.edition("current")
    assert len(from_base.manifest.results) == 4
    for one, other in zip(from_base.manifest.results, from_files.manifest.results, strict=True):
        assert one.key == other.key
        found, expected = (
            pq.read_table(io.BytesIO(edition.path(record.file).read_bytes()))
            for edition, record in ((from_base, one), (from_files, other))
        )
        assert found.equals(expected)
    areas = from_base.manifest.shapes[0].file
    assert from_base.path(areas).read_bytes() == from_files.path(areas).read_bytes()


def test_the_same_rows_as_a_file_give_the_same_bytes(plan, batch, tmp_path):
    """Also the file of a result, where the file is called as the table is."""
    assert batch(plan).code == 0
    prepared, of_files = read_plan(plan), tmp_path / "of_files.toml"
    text = HEAD
    with fetched(prepared, tmp_path) as ready:
        for table in ready.catalogue.tables:
            place = tmp_path / ready.path_of(table.file).name
            place.write_bytes(ready.path_of(table.file).read_bytes())
        shapes = ready.path_of(ready.catalogue.boundaries[0].file)
        (tmp_path / "shapes.parquet").write_bytes(shapes.read_bytes())
    text += entries("cbs.figures_{}.parquet", "shapes.parquet")
    of_files.write_text(text)
    ran = batch(of_files)
    assert report_of(tmp_path)["made"] == 0
    assert "published already" in ran.out


def test_a_second_run_does_nothing_however_the_rows_lie(plan, batch, boss, tmp_path):
    first = batch(plan)
    assert first.code == 0, first.err
    boss.execute("UPDATE cbs.figures_2024 SET population = population WHERE random() < 0.5")
    boss.execute("UPDATE cbs.shapes SET naam = naam WHERE random() < 0.5")
    ran = batch(plan, "--workers", 2)
    assert made(tmp_path) == []
    assert "published already" in ran.out


def test_a_changed_cell_computes_its_table_alone(plan, batch, boss, tmp_path):
    batch(plan)
    boss.execute(
        "UPDATE cbs.figures_2024 SET smoking = smoking + 1 "
        "WHERE area_code = (SELECT min(area_code) FROM cbs.figures_2024 WHERE smoking > 0)"
    )
    told = batch(plan, "--dry-run")
    assert "result municipality 2024 · mdi_nl · imd: data changed" in told.out
    assert batch(plan).code == 0
    assert made(tmp_path) == [("check", "municipality 2024"), ("result", "municipality 2024")]


def test_a_changed_shape_computes_no_figures(plan, batch, boss, tmp_path):
    batch(plan)
    boss.execute("UPDATE cbs.shapes SET naam = naam || '!'")
    assert batch(plan).code == 0
    kinds = {kind for kind, _ in made(tmp_path)}
    assert {"shapes", "map"} <= kinds
    assert not {"check", "result"} & kinds


def test_workers_read_what_one_process_reads(plan, batch, tmp_path):
    batch(plan, "--workers", 2)
    edition = report_of(tmp_path)["edition"]
    batch(plan, "--store", tmp_path / "other")
    assert report_of(tmp_path)["edition"] == edition


def test_a_table_may_hold_figures_and_shapes(plan, batch, boss, tmp_path, cluster, base):
    boss.execute(
        "CREATE TABLE cbs.both AS SELECT f.*, s.shape FROM cbs.figures_2025 f "
        "JOIN cbs.shapes s ON s.code = f.area_code"
    )
    address = f"{cluster.address(base)}&table=cbs.both"
    table, shapes = entries(address, address).split("[[tables]]")[2].split("[[boundaries]]")
    code = 'code_column = "area_code"\n'
    plan.write_text(f"{HEAD}[[tables]]{table}[[boundaries]]{shapes}{code}", encoding="utf-8")
    ran = batch(plan)
    assert ran.code == 0, ran.err
    edition = Store.open(tmp_path / "store").current()
    kept = pd.read_parquet(edition.path("tables/municipality-2025.parquet"))
    assert "shape" not in kept.columns
    assert edition.manifest.shapes[0].areas == len(kept)


def test_a_catalogue_may_name_tables_of_a_database(plan, batch, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    title = 'title = { nl = "Land", en = "Country" }\n'
    written = plan.read_text(encoding="utf-8").replace(HEAD, title)
    (folder / "catalogue.toml").write_text(written, encoding="utf-8")
    plan.write_text(HEAD + 'catalogue = "folder"\nyears = [2025]\n', encoding="utf-8")
    ran = batch(plan)
    assert ran.code == 0, ran.err
    assert [record.year for record in Store.open(tmp_path / "store").current().manifest.tables] == [
        2025
    ]
    with pytest.raises(DeclarationError, match="Publish an edition with them") as refused:
        read_catalogue(folder)
    assert "table=cbs.figures_2025" in str(refused.value)
    assert PASSWORD not in str(refused.value)


def test_the_password_goes_nowhere(plan, batch, mdi_, boss, tmp_path):  # noqa: F811
    said = batch(plan, "--dry-run").all + batch(plan).all
    boss.execute("UPDATE cbs.figures_2024 SET smoking = 1e6")
    said += batch(plan).all
    said += mdi_("editions", "show", "--store", tmp_path / "store").all
    assert "postgresql://guarded@" in said
    assert PASSWORD not in said
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != plan]
    assert len(files) > 20
    for path in files:
        content = path.read_bytes()
        assert PASSWORD.encode() not in content, path
        assert b"postgresql://" not in content or path.suffix == ".json", path
    for path in (tmp_path / "store" / "editions").rglob("*.json"):
        assert b"postgresql://" not in path.read_bytes()


def test_an_edition_says_nothing_of_the_database(plan, batch, tmp_path):
    batch(plan)
    folder = Store.open(tmp_path / "store").current().folder
    assert read_catalogue(folder).tables[0].file == "tables/municipality-2024.parquet"
    assert pq.read_schema(folder / "tables/municipality-2024.parquet").metadata is None


def test_a_dry_run_writes_nothing(plan, batch, tmp_path):
    ran = batch(plan, "--dry-run")
    assert ran.code == 0
    assert "to carry out, 0 not changed; nothing was done." in ran.out
    assert not (tmp_path / "store").exists()
    batch(plan)
    before = sorted(path.name for path in (tmp_path / "store").rglob("*"))
    assert "0 steps to carry out" in batch(plan, "--dry-run").out
    assert sorted(path.name for path in (tmp_path / "store").rglob("*")) == before
    assert list((tmp_path / "store" / ".unfinished").iterdir()) == []


def test_all_that_is_wrong_with_a_database_is_said_at_once(plan, batch, tmp_path):
    text = plan.read_text(encoding="utf-8")
    text = text.replace("cbs.figures_2024", "cbs.figures_1924").replace(
        "cbs.shapes", "cbs.figures_2025"
    )
    plan.write_text(text, encoding="utf-8")
    ran = batch(plan)
    assert ran.code == 5
    assert 'table=cbs.figures_1924\': relation "cbs.figures_1924" does not exist' in ran.all
    assert "table=cbs.figures_2025 (shapes)': 'cbs.figures_2025' has no single column" in ran.all
    assert PASSWORD not in ran.all
    assert list((tmp_path / "store" / ".unfinished").iterdir()) == []


def test_a_wrong_password_is_said_once_and_not_repeated(plan, batch):
    wrong = plan.read_text(encoding="utf-8").replace(PASSWORD, "verkeerd")
    plan.write_text(wrong, encoding="utf-8")
    ran = batch(plan)
    assert ran.code == 5
    assert ran.all.count("cannot be reached: password authentication failed") == 1
    assert ".pgpass" in ran.all
    assert "verkeerd" not in ran.all


def test_a_password_may_stand_in_the_environment(plan, batch, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    bare = plan.read_text(encoding="utf-8").replace(f":{PASSWORD}", "")
    plan.write_text(bare, encoding="utf-8")
    assert batch(plan).code == 0


def test_a_table_that_does_not_hold_up_is_named(plan, batch, boss, tmp_path):
    boss.execute("ALTER TABLE cbs.figures_2025 RENAME COLUMN area_code TO areacode")
    ran = batch(plan)
    assert ran.code == 3
    assert "/base" in ran.all
    assert "table=cbs.figures_2025'" in ran.all
    assert "column 'area_code' is missing" in ran.all
    assert PASSWORD not in ran.all + (tmp_path / "report.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("good", "bad", "code", "words"),
    [
        (f":{PASSWORD}@", f":{PASSWORD}@x@", 4, "entry 1 of tables: This is no address"),
        ("&table=cbs.shapes", "", 4, "(shapes)' names no table"),
        ("postgresql://", "Postgresql+psycopg://", 4, "entry 1 of boundaries: This is no address"),
        ("host=", "nothing=", 5, "The settings behind the '?'"),
    ],
)
def test_an_address_that_does_not_hold_up_is_refused_unrepeated(
    plan, batch, good, bad, code, words
):
    plan.write_text(plan.read_text(encoding="utf-8").replace(good, bad), encoding="utf-8")
    ran = batch(plan)
    assert ran.code == code
    assert words in ran.all
    assert PASSWORD not in ran.all


def test_without_the_driver_the_extra_is_named(plan, batch, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    ran = batch(plan)
    assert ran.code == 5
    assert "pip install 'multi-deprivation-index[postgis]'" in ran.all


def test_all_tables_are_read_as_they_were_at_one_moment(plan, boss, tmp_path):
    told = []

    def tell(name):
        told.append(name)
        if len(told) > 1:
            boss.execute("UPDATE cbs.figures_2025 SET population = 1")

    with fetched(read_plan(plan), tmp_path, tell) as ready:
        _, newer = (pd.read_parquet(ready.path_of(t.file)) for t in ready.catalogue.tables)
    assert [name.partition("table=")[2] for name in told] == [
        "cbs.figures_2024",
        "cbs.figures_2025",
        "cbs.shapes (shapes)",
    ]
    assert newer["population"].min() > 1


def test_columns_of_every_type_are_read_as_from_a_csv(boss, address, tmp_path):
    """CSV as PostgreSQL writes it: COPY … TO … (FORMAT csv, HEADER)."""
    boss.execute("CREATE TYPE state AS ENUM ('observed', 'estimated', 'missing')")
    boss.execute("""
        CREATE TABLE typed (
            code char(10), number integer, parent text, people numeric(9, 0), heads bigint,
            rate double precision, single real, exact numeric, marked text, comma text,
            suppressed numeric(9, 2), urban smallint, made date, at timestamptz, known boolean,
            more jsonb, remark text, words state, place geometry(Point, 28992), spot geography)
    """)
    random = np.random.default_rng(5)
    with boss.cursor().copy("COPY typed FROM STDIN") as copy:
        for row in range(40):
            gap = None if row % 7 == 3 else 1
            copy.write_row([
                f"GM{row:04d}", row if row % 9 else None, "PV20" if row % 2 else None,
                1000 + row * 13, gap and 50 + row,
                gap and repr(random.uniform(0, 100)), gap and random.uniform(0, 100),
                gap and f"{random.uniform(0, 9):.25f}",
                "." if row % 5 == 1 else f"{random.uniform(0, 40):.3f}",
                "" if row % 6 == 1 else f"{random.uniform(0, 40):.2f}".replace(".", ","),
                "-99997" if row % 8 == 2 else f"{random.uniform(0, 99):.2f}",
                gap and row % 5, "2025-01-31", "2025-01-31 12:00+01", gap and "t",
                '{"a": "b"}', 'said "a",\nand b', "observed" if gap else "missing",
                "SRID=28992;POINT(155000 463000)", None,
            ])  # fmt: skip
    with boss.cursor().copy(
        "COPY (SELECT * FROM typed ORDER BY code) TO STDOUT (FORMAT csv, HEADER)"
    ) as out:
        (tmp_path / "typed.csv").write_bytes(b"".join(out))
    (tmp_path / "source.toml").write_text("""
        id = "typed"
        name = { nl = "x", en = "x" }
        publisher = "x"
        code = "code"
        area_name = "number"
        parent = "parent"
        population = "people"
        missing = ["."]
        suppressed = ["-99997"]
        classes = ["urban", "words", "known", "made"]
        [indicators]
        smoking = { column = "rate" }
        overweight = { column = "single" }
        alcohol_use = { column = "exact" }
        poor_households = { numerator = "heads", denominator = "people" }
        road_noise = { column = "marked" }
        rail_noise = { column = "comma" }
        woz_value = { column = "suppressed" }
    """)
    asked = {"source": str(tmp_path / "source.toml"), "level": "municipality", "year": 2025}
    found = read_table(Address.parse(f"{address.connection}&table=typed"), **asked)
    expected = mdi.read_table(tmp_path / "typed.csv", **asked)
    assert found.codes == expected.codes
    assert found.names == expected.names
    assert found.parents == expected.parents
    assert found.classes == expected.classes
    assert found.status.tobytes() == expected.status.tobytes()
    assert found.values.tobytes() == expected.values.tobytes()
    assert found.population.tobytes() == expected.population.tobytes()
    one, other = (mdi.compute(table, weights="equal") for table in (found, expected))
    assert one.index.tobytes() == other.index.tobytes()
    assert one.ranked == 34
