"""Times as RFC 3339 writes them, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ogc.instants import read_times, touches

YEAR = ("2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z")
moments = st.datetimes(timezones=st.just(UTC))


def written(at):
    return at.isoformat().replace("+00:00", "Z")


@given(moments)
def test_an_instant_is_read_as_it_was_written(at):
    assert read_times(written(at)) == (at, at)


@given(moments, moments)
def test_an_interval_touches_the_year_where_they_have_a_moment_in_common(one, other):
    first, last = sorted((one, other))
    begin, end = map(datetime.fromisoformat, YEAR)
    asked = read_times(f"{written(first)}/{written(last)}")
    assert touches(asked, YEAR) == (first <= end and begin <= last)
    assert touches(read_times(f"../{written(last)}"), YEAR) == (begin <= last)
    assert touches(read_times(f"{written(first)}/"), YEAR) == (first <= end)


def test_a_day_is_all_of_it():
    first, last = read_times("2025-03-01")
    assert last - first == timedelta(days=1) - timedelta(microseconds=1)
    first, last = read_times("2025-03-01/2025-03-02")
    assert last - first == timedelta(days=2) - timedelta(microseconds=1)


@given(st.text(alphabet="0123456789-:/.TZtz+ PW²", max_size=45))
def test_any_other_text_is_refused_and_breaks_nothing(text):
    try:
        times = read_times(text)
    except ValueError:
        return
    assert any(times)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-01-01T24:01:00Z", "2025-01-01T00:00:00+25:00"]
)
def test_a_time_that_never_was_is_refused(text):
    with pytest.raises(ValueError, match="2025-01-01"):
        read_times(text)
