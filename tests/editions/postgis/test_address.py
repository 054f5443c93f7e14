"""An address is shown without its password, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdi.editions.postgis.address import Address, is_address
from mdi.editions.postgis.errors import DatabaseError

SIGNS = st.text("abcXYZ019:/?#@%&=+ ", min_size=4).map(lambda text: f"¤{text}¤")


@pytest.mark.parametrize(
    ("text", "shown", "table"),
    [
        ("postgresql://db/gis", "postgresql://db/gis", None),
        ("postgres://ann@db:5433/gis", "postgresql://ann@db:5433/gis", None),
        ("postgresql://ann:pw@db/gis?table=cbs.figures", "postgresql://ann@db/gis", "cbs.figures"),
        ("postgresql:///gis?host=/run/pg&password=pw", "postgresql:///gis", None),
        ("postgresql://[::1]:5432,other/gis", "postgresql://[::1]:5432,other/gis", None),
        ("postgresql://db", "postgresql://db", None),
    ],
)
def test_an_address_shows_user_host_and_database(text, shown, table):
    address = Address.parse(text)
    assert (str(address), address.table) == (shown, table)
    assert "pw" not in repr(address)


def test_the_driver_gets_all_but_the_table():
    address = Address.parse("postgresql://a:pw@db/gis?sslmode=require&table=a.b&options=-c%20x")
    assert address.connection == "postgresql://a:pw@db/gis?sslmode=require&options=-c%20x"
    assert address.secret == "pw"


@pytest.mark.parametrize("text", ["postgresql:/db", "mysql://db/gis", "postgresql://a b/gis", ""])
def test_what_is_no_address_is_said(text):
    with pytest.raises(DatabaseError, match="no address of a PostgreSQL database"):
        Address.parse(text)


@given(SIGNS)
def test_a_password_is_never_repeated_even_where_it_breaks_the_address(password):
    try:
        said = repr(Address.parse(f"postgresql://ann:{password}@db/gis"))
    except DatabaseError as error:
        said = str(error)
    assert "¤" not in said


@pytest.mark.parametrize("text", ["postgresql.csv", "postgres/figures.csv", "C:\\postgres\\a.csv"])
def test_a_file_is_no_address(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    "text", ["postgresql://db/gis", "Postgresql:/a:pw@db", "host=db password=x"]
)
def test_what_is_meant_for_a_database_is_no_file(text):
    assert is_address(text)


def test_a_table_is_part_of_the_whole_address():
    address = Address.parse("postgresql://ann:pw@db/gis?table=cbs.figures&sslmode=require")
    assert address.whole == "postgresql://ann@db/gis?table=cbs.figures"
    assert address.name == "cbs.figures"
    assert Address.parse("postgresql://db/gis").name == "postgresql://db/gis"
