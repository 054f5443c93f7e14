"""Files of readers: what is read of them, and what is refused in bounded time."""

from __future__ import annotations

import csv
import math
import time
import tracemalloc
from contextlib import suppress
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ogc.joins.figures import COLUMNS, NAMES, ROWS, Form, read_figures
from api.ogc.joins.form import DIRECT, read_wanted
from api.ogc.joins.kinds import typed
from api.ogc.joins.parts import FIELD, FIELDS, FORM, read_parts
from mdi.errors import DeclarationError
from tests.api.conftest import problem_of
from tests.api.ogc.asking import ROOT
from tests.api.ogc.joining import FIELDS as GIVEN
from tests.api.ogc.joining import Joiner, properties

FORM_OF = Form(",", "0", ["1"])
CODES = {"GM0001", "GM0002"}
TAKEN = ("area_code", "area_name")
SIGNS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def read(content: bytes | str, form: Form = FORM_OF):
    given = content.encode() if isinstance(content, str) else content
    return read_figures(given, form, CODES, TAKEN)


def refusal(content: bytes | str, form: Form = FORM_OF) -> str:
    with pytest.raises(DeclarationError) as caught:
        read(content, form)
    return str(caught.value)


@given(
    st.dictionaries(SIGNS.map(str.strip), st.tuples(SIGNS, SIGNS), max_size=8),
    st.sampled_from(",;\t|"),
)
def test_what_a_writer_writes_is_read(rows, delimiter):
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["code", "one", "two"])
    writer.writerows([key, *cells] for key, cells in rows.items())
    found = read_figures(
        text.getvalue().encode(), Form(delimiter, "code", ["two", "1"]), rows.keys(), TAKEN
    )
    assert found.names == ["two", "one"]
    assert found.rows == {key: [two, one] for key, (one, two) in rows.items() if key}
    assert not found.additional
    assert not found.duplicate


@given(st.binary(max_size=300), st.integers(1, 4))
def test_any_bytes_are_read_or_refused(content, header):
    try:
        found = read(content, Form(";", "0", ["1"], header, header + 1))
    except DeclarationError:
        return
    assert set(found.rows) <= CODES


@pytest.mark.parametrize(
    ("cells", "delimiter", "values"),
    [
        (["1", "", "-3"], ",", [1, None, -3]),
        (["1", "2.5", "1e3"], ",", [1.0, 2.5, 1000.0]),
        ([".5", "-.25"], ",", [0.5, -0.25]),
        (["NA", "4"], ",", [None, 4]),
        (["NA", "x"], ",", ["NA", "x"]),
        (["", ""], ",", [None, None]),
        ([".", "."], ",", [".", "."]),
        (["0363", "0014"], ",", ["0363", "0014"]),
        (["12345678901234567890", "1"], ",", ["12345678901234567890", "1"]),
        (["1,5", "2"], ",", ["1,5", "2"]),
        (["1,5", "2"], ";", [1.5, 2.0]),
        (["1.250,5", "12.000", "7"], ";", [1250.5, 12000.0, 7.0]),
        (["1.25,5", "3"], ";", ["1.25,5", "3"]),
        (["1.250", "3"], ";", [1.25, 3.0]),
        (["=1+1", "2"], ",", ["=1+1", "2"]),
        (["-1+1", "@x", "+2"], ",", ["-1+1", "@x", "+2"]),
        (["1e999", "2"], ",", ["1e999", "2"]),
        (["inf", "2"], ",", ["inf", "2"]),
        (["٣", "2"], ",", ["٣", "2"]),
        (["1000000000000000.5", "1e300"], ",", [1000000000000000.5, 1e300]),
        (["05.5", "1"], ",", ["05.5", "1"]),
        ([".", "1."], ",", [None, 1.0]),
        ([",5", "1"], ";", [0.5, 1.0]),
        (["e5", "1"], ",", ["e5", "1"]),
        (["1_000", "2"], ",", ["1_000", "2"]),
        (["  a  ", "b"], ",", ["a", "b"]),
    ],
)
def test_the_kind_of_a_column(cells, delimiter, values):
    found = typed(cells, delimiter)
    assert found == values
    assert list(map(type, found)) == list(map(type, values))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64) | st.none(), min_size=1))
def test_numbers_come_back_as_they_were_written(numbers):
    cells = ["" if number is None else repr(number) for number in numbers]
    found = typed(cells, ",")
    assert found == numbers
    if all(abs(number) < 1e15 for number in numbers if number is not None):
        assert typed([cell.replace(".", ",") for cell in cells], ";") == numbers


@given(st.lists(SIGNS, max_size=6), st.sampled_from(",;"))
def test_a_column_is_of_one_kind(cells, delimiter):
    found = typed(cells, delimiter)
    kinds = {type(value) for value in found if value is not None}
    assert len(kinds) <= 1
    assert all(math.isfinite(value) for value in found if isinstance(value, float))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"code,a\nGM0001,\xff\n", "no UTF-8"),
        ("code,a\nGM0001,1".encode("utf-16"), "UTF-8"),
        ("code,a\nGM0001,\0\n", "NUL"),
        ("", "no row 1"),
        ("code;a\nGM0001;1\n", "no column '1'"),
        ('code,a\nGM0001,"1\n', "not separated"),
        ("code,a\nGM0001\nGM0002,1\n", "row 2 has 1"),
        ("code,\nGM0001,1\n", "no name"),
        ("code,a\x07\nGM0001,1\n", "no name"),
        ("code,area_name\nGM0001,1\n", "area_name"),
        (f"code,{'a' * (NAMES + 1)}\nGM0001,1\n", f"{NAMES} signs"),
        (f"code,a\nGM0001,{'9' * 200_000}\n", "limit"),
    ],
)
def test_a_file_that_does_not_hold_up(content, told):
    assert told in refusal(content)


def test_two_columns_of_one_name_are_refused():
    assert "another one" in refusal("code,a,a\nGM0001,1,2\n", Form(",", "0", ["1", "2"]))


def test_a_hint_shows_the_columns_that_there_are():
    told = refusal("gemeente;bezoeken\nGM0001;1\n", Form(",", "code", ["bezoeken"]))
    assert "'gemeente;bezoeken'" in told


def many(rows: int) -> bytes:
    """A file of so many rows, all of codes that are no area."""
    return b"code,a\n" + b"\n".join(b"%d,1" % number for number in range(rows - 1))


def test_a_million_rows_take_a_bounded_time():
    body, begin = many(ROWS), time.perf_counter()
    assert len(read(body).additional) == ROWS - 1
    assert time.perf_counter() - begin < 20
    assert f"more than {ROWS} rows" in refusal(body + b"\n1,1\n2,2\n")


def test_many_rows_take_a_bounded_memory():
    body = many(100_000)
    tracemalloc.start()
    read(body)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40 * len(body)


def test_endless_columns_do_not_make_an_endless_answer():
    wide = ",".join(f"c{number}" for number in range(300_000))
    content = f"code,{wide}\nGM0001,{wide}\n"
    assert read(content).rows == {"GM0001": ["c0"]}
    parts = read_parts(*form(value_list=",".join(str(n) for n in range(1, COLUMNS + 2))))
    with pytest.raises(DeclarationError, match="value-list"):
        read_wanted(parts)


def form(boundary: str = "x", count: int = 1, **fields: str) -> tuple[str, bytes]:
    """A form with its header."""
    pieces = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="right-dataset-data-{name}"\r\n\r\n{text}\r\n'
        for name, text in ((name.replace("_", "-"), text) for name, text in fields.items())
        for _ in range(count)
    ]
    return f"{FORM}; boundary={boundary}", "".join([*pieces, f"--{boundary}--\r\n"]).encode()


@pytest.mark.parametrize(
    ("content_type", "body", "told"),
    [
        (*form(value_list="x" * (FIELD + 1)), f"{FIELD} bytes"),
        (*form(count=2, value_list="1"), "more than once"),
        (*form(**{f"f{number}": "1" for number in range(FIELDS + 1)}), f"{FIELDS} parts"),
        (f"{FORM}; boundary=x", b"--x\r\nContent-Disposition: form-data; na", "ends before"),
        (f"{FORM}; boundary=x", b"nothing of the kind", "taken apart"),
        (f"{FORM}; boundary=x", b"--x\r\n\r\nno name\r\n--x--", "taken apart"),
        (f"{FORM}; boundary=x", b"", "ends before"),
        (f"{FORM}; boundary={'x' * 5000}", b"", "taken apart"),
        (
            f"{FORM}; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--',
            "no UTF-8",
        ),
    ],
)
def test_a_form_that_does_not_hold_up(content_type, body, told):
    with pytest.raises(DeclarationError) as caught:
        read_parts(content_type, body)
    assert told in str(caught.value)


@given(st.binary(max_size=400))
def test_any_body_is_read_or_refused(body):
    for whole in (body, b"--x\r\n" + body, form(value_list="1")[1][:-6] + body):
        with suppress(DeclarationError):
            read_parts(f"{FORM}; boundary=x", whole)


def test_a_form_made_of_boundaries_takes_a_bounded_time():
    begin = time.perf_counter()
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    for tricky in (b"\r\n-", b"\r", b"\r\n--", b"-", b"\r\n--x"):
        with pytest.raises(DeclarationError):
            read_parts(f"{FORM}; boundary=xy", head.replace(b"--x", b"--xy") + tricky * 250_000)
    assert time.perf_counter() - begin < 20


def test_a_body_that_is_too_large_is_refused(squareland, tmp_path):
    joiner = Joiner(squareland, tmp_path, body_size=2_000)
    answer = joiner.send(b"code,a\n" + b"GM0001,1\n" * 1_000)
    assert "2000" in problem_of(answer, 413)["detail"]


def test_hostile_texts_come_back_as_texts(squareland, tmp_path):
    joiner = Joiner(squareland, tmp_path)
    cell = '=HYPERLINK("http://x")</script><b>"\u2028\U0001f600'
    quoted = '"' + cell.replace('"', '""') + '"'
    found = joiner.direct(f"code,visits\nGM0001,{quoted}\n".encode())
    assert properties(found)["GM0001"]["visits"] == cell
    kept = joiner.keep(f"code,visits\nGM0001,{quoted}\n".encode())
    page = joiner.get(kept["links"][1]["href"]).text
    assert "<b>" not in page


def test_a_name_of_a_file_leads_nowhere(squareland, tmp_path):
    joiner = Joiner(squareland, tmp_path)
    files = {"right-dataset-file": ('../../etc/pa"ss\\wd.csv', b"code,visits\nGM0001,1\n")}
    fields = {**GIVEN, "output-formats": DIRECT}
    answer = joiner.client.post(f"{ROOT}/joins", data=fields, files=files)
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert "/" not in answer.headers["content-disposition"]
    assert ".." not in answer.headers["content-disposition"]
