"""Times: against the numbers that the abstract test suite of the standard expects, and years.

The suite (OGC 21-065r2, annex A, test "temporal-functions/test-data") counts items of a layer in
which three have times. Which times follows from its numbers; they are those of ITEMS.
"""

import json
from datetime import date, datetime
from itertools import product

import numpy as np
import pytest

from api.filters import FilterError, Layer, parse, rows
from tests.api.filters.documents import OF_INSTANTS, OF_INTERVALS
from tests.api.filters.twin import holds

ITEMS = Layer(
    {
        "date": [date(2021, 4, 16), date(2022, 4, 16), date(2023, 4, 16), None],
        "start": [
            datetime(2021, 4, 16, 10, 15, 59),  # noqa: DTZ001
            datetime(2022, 4, 16, 10, 13, 19),  # noqa: DTZ001
            datetime(2022, 4, 16, 10, 15, 10),  # noqa: DTZ001
            None,
        ],
        "end": [
            datetime(2022, 4, 16, 10, 16, 6),  # noqa: DTZ001
            datetime(2023, 4, 16, 10, 16, 6),  # noqa: DTZ001
            datetime(2022, 4, 16, 10, 16, 6),  # noqa: DTZ001
            None,
        ],
        "year": np.array([2021.0, 2022, 2023, np.nan]),
        "other_year": [2021, 2022, 2023, 2024],
    },
    years=frozenset({"year"}),
)
AT, LATER = "2022-04-16T10:13:19Z", "2022-04-16T10:15:10Z"
SUITE = {
    "\"date\" = DATE('2022-04-16')": 1,
    "\"date\" >= DATE('2022-04-16')": 2,
    "\"date\" <> DATE('2022-04-16')": 2,
    "start <= TIMESTAMP('2022-04-16T10:13:19Z')": 2,
    "start in (TIMESTAMP('2022-04-16T10:13:19Z'))": 1,
    "start not in (TIMESTAMP('2022-04-16T10:13:19Z'))": 2,
    "start < end": 3,
    "start >= end": 0,
    "t_after(\"date\",date('2022-04-16'))": 1,
    "t_before(\"date\",date('2022-04-16'))": 1,
    "t_disjoint(\"date\",date('2022-04-16'))": 2,
    "t_equals(\"date\",date('2022-04-16'))": 1,
    "t_intersects(\"date\",date('2022-04-16'))": 1,
    "t_after(\"date\",interval('2022-01-01','2022-12-31'))": 1,
    "t_equals(\"date\",interval('2022-01-01','2022-12-31'))": 0,
    "t_equals(\"date\",interval('2022-04-16','2022-04-16'))": 1,
    "t_after(start,interval('2022-01-01T00:00:00Z','2022-12-31T23:59:59Z'))": 0,
    "t_intersects(start,interval('2022-01-01T00:00:00Z','2022-12-31T23:59:59Z'))": 2,
    f"t_after(interval(start,end),interval('..','{AT}'))": 1,
    "t_before(interval(start,end),interval('2023-01-01T00:00:00Z','..'))": 2,
    f"t_disjoint(interval(start,end),interval('{AT}','2022-04-16T10:15:09Z'))": 1,
    "t_equals(interval(start,end),interval('2021-04-16T10:15:59Z','2022-04-16T10:16:06Z'))": 1,
    f"t_intersects(interval(start,end),interval('{AT}','2022-04-16T10:15:09Z'))": 2,
    f"T_CONTAINS(interval(start,end),interval('{AT}','{LATER}'))": 1,
    "T_DURING(interval(start,end),interval('2022-01-01T00:00:00Z','2022-12-31T23:59:59Z'))": 1,
    f"T_FINISHES(interval(start,end),interval('{AT}','2022-04-16T10:16:06Z'))": 1,
    f"T_FINISHEDBY(interval(start,end),interval('{AT}','2022-04-16T10:16:06Z'))": 1,
    f"T_MEETS(interval(start,end),interval('{AT}','{LATER}'))": 0,
    f"T_METBY(interval(start,end),interval('{AT}','{LATER}'))": 1,
    f"T_OVERLAPPEDBY(interval(start,end),interval('2020-04-16T10:13:19Z','{LATER}'))": 2,
    f"T_OVERLAPS(interval(start,end),interval('{AT}','2023-04-16T10:15:10Z'))": 1,
    f"T_STARTEDBY(interval(start,end),interval('{AT}','{LATER}'))": 1,
    f"T_STARTS(interval(start,end),interval('{AT}','{LATER}'))": 0,
    f"T_STARTS(interval('{AT}','{LATER}'),interval(start,end))": 1,
    f"T_MEETS(interval('{AT}','{LATER}'),interval(start,end))": 1,
}


def select(text):
    return np.flatnonzero(rows(parse(text, "cql2-text"), ITEMS)).tolist()


@pytest.mark.parametrize(("text", "count"), SUITE.items())
def test_as_many_items_as_the_standard_expects(text, count):
    assert len(select(text)) == count


DAYS = ["2020-01-01", "2020-12-31", "2021-01-01", "2022-06-15"]
INTERVALS = [[begin, end] for begin in ["..", *DAYS] for end in [*DAYS, ".."]]


@pytest.mark.parametrize("relation", [*OF_INSTANTS, *OF_INTERVALS])
def test_every_relation_of_every_two_intervals(relation):
    proper = [{"interval": ends} for ends in INTERVALS if ".." in ends or ends[0] <= ends[1]]
    found, expected = [], []
    for one, other in product(proper, proper):
        document = {"op": relation, "args": [one, other]}
        found.append(bool(rows(parse(json.dumps(document), "cql2-json"), ITEMS).any()))
        expected.append(holds(document, {}))

    assert found == expected
    assert 0 < sum(found) < len(found)


def test_a_year_is_a_number_and_lasts_from_its_first_day_to_its_last():
    assert select("year >= 2022") == [1, 2]
    assert select("T_INTERSECTS(year, DATE('2022-12-31'))") == [1]
    assert select("T_AFTER(year, DATE('2021-12-31'))") == [1, 2]
    assert select("T_AFTER(year, DATE('2022-01-01'))") == [2]
    assert select("T_EQUALS(year, INTERVAL('2022-01-01','2022-12-31'))") == [1]
    assert select("T_DURING(year, INTERVAL('2021-01-01','..'))") == [1, 2]
    assert select("T_DURING(year, INTERVAL('..','..'))") == [0, 1, 2]
    assert select("NOT T_INTERSECTS(year, DATE('2022-06-01'))") == [0, 2]


def test_a_moment_of_another_zone_is_that_moment_in_utc():
    at = "TIMESTAMP('2022-04-16T12:13:19.000+02:00')"

    assert select(f"start = {at}") == [1]
    assert select("start < TIMESTAMP('2022-04-16T10:13:19.0000019Z')") == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "DATE('2022-02-30')",
        "DATE('20220101')",
        "DATE('2022-01-01T00:00:00Z')",
        "DATE(2022)",
        "DATE()",
        "TIMESTAMP('2022-01-01T00:00:00')",
        "TIMESTAMP('2022-01-01T24:00:01Z')",
        "TIMESTAMP('0001-01-01T00:00:00+23:59')",
        "INTERVAL('2022-01-01')",
        "INTERVAL('2022-01-01','2022-01-01T00:00:00Z')",
        "INTERVAL('2022-01-02','2022-01-01')",
        "INTERVAL(1, 2)",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(FilterError):
        parse(f"T_INTERSECTS(date, {text})", "cql2-text")


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "T_DURING(\"date\", INTERVAL('2022-01-01','..'))": "column 'date' holds dates",
        "T_AFTER(\"date\", TIMESTAMP('2022-01-01T00:00:00Z'))": "compares dates with timestamps",
        "T_AFTER(year, TIMESTAMP('2022-01-01T00:00:00Z'))": "compares dates with timestamps",
        "T_AFTER(other_year, DATE('2022-01-01'))": "column 'other_year' holds numbers",
        'T_AFTER("date", 2022)': "the number 2022 stands where it cannot",
        "T_AFTER(INTERVAL(date, start), DATE('2022-01-01'))": "from a date to a timestamp",
        "T_AFTER(INTERVAL(year, '..'), DATE('2022-01-01'))": "column 'year' holds numbers",
        "\"date\" = '2022-01-01'": "column 'date' holds dates, and is compared with texts",
        "\"date\" = INTERVAL('2022-01-01','..')": "an interval stands where it cannot",
    }.items(),
)
def test_times_that_do_not_fit_are_refused(text, said):
    with pytest.raises(FilterError, match="does not fit") as raised:
        select(text)

    assert said in str(raised.value)
