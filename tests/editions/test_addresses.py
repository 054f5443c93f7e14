"""Addresses in a plan are told without their passwords, wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdi.editions.addresses import BROKEN, Addresses
from mdi.editions.catalogue import read_catalogue
from mdi.editions.plan import read_plan
from mdi.errors import DeclarationError

SIGNS = st.text("abcXYZ019:/?#@%&=+ ", min_size=4).map(lambda text: f"¤{text}¤")
SHAPE = st.sampled_from(
    [
        "postgresql://ann:{}@db/gis?table=a.b",
        "postgres://db/gis?password={}&table=a.b",
        "Postgresql://ann:{}@db/gis",
        "postgresql+psycopg://ann:{}@db/gis",
        "jdbc:postgresql://ann:{}@db/gis",
        " postgis:/ann:{}@db/gis",
        "host=db user=ann password={} dbname=gis",
    ]
)


def of_table(file):
    return {"tables": [{"file": "t.csv", "year": 2024}, {"file": file, "year": 2025}]}


def test_an_address_is_known_by_a_name_without_its_password():
    found = Addresses.within(of_table("postgresql://ann:pw@db/gis?table=a.b&sslmode=require"))
    name = "postgresql://ann@db/gis?table=a.b"
    assert found.told == of_table(name)
    assert found.found[name].connection == "postgresql://ann:pw@db/gis?sslmode=require"
    assert found.problems == []
    assert "pw" not in repr(found)


def test_figures_and_shapes_of_one_table_are_two_files():
    given = "postgresql://db/gis?table=a.b"
    content = {"tables": [{"file": given}], "boundaries": [{"file": given}]}
    assert sorted(Addresses.within(content).found) == [given, f"{given} (shapes)"]


@given(SHAPE, SIGNS)
def test_no_password_is_told_wherever_an_address_stands(shape, password):
    text = shape.format(password)
    content = {
        "catalogue": text,
        "weights": [text],
        "title": {"nl": text},
        **of_table(text),
        "boundaries": [{"file": text, "vintage": 2024}],
    }
    found = Addresses.within(content)
    assert "¤" not in repr(found)
    assert len(found.found) + len(found.problems) >= 2


@pytest.mark.parametrize("content", [{}, {"tables": "postgresql://x"}, {"tables": ["x", 3]}])
def test_what_is_no_list_of_tables_is_left_to_the_plan(content):
    assert Addresses.within(content).found == {}


def test_two_ways_to_the_same_name_are_refused():
    one, other = ("postgresql://db/gis?table=a.b&host=" + each for each in ("x", "y"))
    content = {"tables": [{"file": one}, {"file": one}, {"file": other}]}
    (problem,) = Addresses.within(content).problems
    assert "'postgresql://db/gis?table=a.b' is written in two ways" in str(problem)


def test_broken_addresses_are_said_with_all_that_is_wrong(tmp_path):
    entry = 'source = "sampel"\nlevel = "municipality"\nyear = 2025\n'
    (tmp_path / "plan.toml").write_text(
        'weights = ["mdi_ln"]\n'
        f'[[tables]]\nfile = "postgresql://a:pw@x@db"\n{entry}'
        f'[[tables]]\nfile = "postgresql://a:pw@db"\n{entry.replace("2025", "2024")}',
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError) as refused:
        read_plan(tmp_path / "plan.toml")
    told = str(refused.value)
    for words in (
        "entry 1 of tables: This is no address",
        "'postgresql://a@db' names no table; add it to the address: ?table=schema.name",
        "sampel",
        "mdi_ln",
    ):
        assert words in told, words
    assert "pw" not in told
    assert f"'{BROKEN}' is not in the folder" not in told


def test_a_folder_with_addresses_is_not_served(tmp_path):
    (tmp_path / "catalogue.toml").write_text(
        'title = { nl = "x", en = "x" }\n[[tables]]\nsource = "sample"\n'
        'file = "postgresql://a:pw@db/gis?table=a.b"\nlevel = "municipality"\nyear = 2025\n',
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError, match="which are no files") as refused:
        read_catalogue(tmp_path)
    assert "'postgresql://a@db/gis?table=a.b'" in str(refused.value)
    assert "mdi serve --store DIR" in str(refused.value)
    assert "pw" not in str(refused.value)
