"""Orders and pages against a slow twin, also where an edition takes the place of another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ogc.paging import Key, Order, key_of
from mdi.errors import DeclarationError

NUMBERS = st.one_of(st.none(), st.sampled_from([-1.5, -0.0, 0.0, 1.0, 2.5, 1e-300, 1e300]))
RANKS = st.one_of(st.none(), st.integers(1, 4))
TEXTS = st.one_of(st.none(), st.sampled_from(["", "a", "b", "één", "Z", "zz", "0"]))
COLUMNS = {"index": NUMBERS, "rank": RANKS, "name": TEXTS}
CODES = [f"GM{number:04d}" for number in range(12)]


@dataclass
class Edition:
    """Areas with values, in the order of their codes; `chosen` are listed."""

    values: dict[str, dict]
    chosen: list[str]

    @property
    def codes(self):
        return sorted(self.values)

    def order(self, keys):
        columns = {name: [self.values[code][name] for code in self.codes] for name in COLUMNS}
        figures = [np.nan if value is None else value for value in columns["index"]]
        columns["index"] = np.array(figures, np.float64)
        rows = [row for row, code in enumerate(self.codes) if code in self.chosen]
        return Order(np.array(rows, np.int64), self.codes, columns, keys)

    def before(self, keys, place):
        """Codes that stand before a place."""
        compare = comparing(keys)
        return [c for c in self.chosen if compare((self.values[c], c), place) < 0]


@st.composite
def editions(draw):
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=12))
    values = {
        code: {name: draw(strategy) for name, strategy in COLUMNS.items()} for code in sorted(codes)
    }
    return Edition(values, [code for code in values if draw(st.booleans()) or draw(st.booleans())])


keys = st.lists(
    st.builds(Key, st.sampled_from([*COLUMNS]), st.booleans()),
    max_size=2,
    unique_by=lambda k: k.name,
).map(tuple)


def comparing(keys):
    def compare(a, b):
        (here, code), (there, other) = a, b
        for key in keys:
            x, y = here[key.name], there[key.name]
            if x != y:
                if x is None or y is None:
                    return 1 if x is None else -1
                return (1 if x > y else -1) * (-1 if key.downward else 1)
        return (code > other) - (code < other)

    return compare


def twin(edition, keys):
    places = [(edition.values[code], code) for code in edition.chosen]
    return [code for _, code in sorted(places, key=cmp_to_key(comparing(keys)))]


def codes_of(order):
    return [order.codes[row] for row in order.sorted.tolist()]


@given(editions(), keys)
def test_the_order_is_that_of_the_twin(edition, keys):
    assert codes_of(edition.order(keys)) == twin(edition, keys)


@given(editions(), keys)
def test_a_mark_finds_its_own_place_again(edition, keys):
    order = edition.order(keys)
    for place, row in enumerate(order.sorted.tolist()):
        assert order.before(order.mark(row)) == place
        assert order.behind(order.mark(row)) == place + 1


@given(editions(), editions(), keys)
def test_a_mark_finds_its_place_in_another_edition(old, new, keys):
    order, later = old.order(keys), new.order(keys)
    for row in order.sorted.tolist():
        mark, code = order.mark(row), order.codes[row]
        place = (old.values[code], code)
        before = new.before(keys, place)
        on_it = [c for c in new.chosen if comparing(keys)((new.values[c], c), place) == 0]
        assert later.before(mark) == len(before)
        assert later.behind(mark) == len(before) + len(on_it)


@given(editions(), editions(), keys, st.integers(1, 4), st.integers(0, 3))
def test_walking_on_in_another_edition_loses_and_repeats_nothing(old, new, keys, limit, pages):
    """Of all areas that are listed in both, with the same values of what is sorted by."""
    first, later = old.order(keys), new.order(keys)
    known = codes_of(first)
    seen = known[: limit * pages]
    at = later.behind(first.mark(old.codes.index(seen[-1]))) if seen else 0
    walked = seen + codes_of(later)[at:]
    for code in set(old.chosen) & set(new.chosen):
        if all(old.values[code][key.name] == new.values[code][key.name] for key in keys):
            assert walked.count(code) == 1
    if not keys:
        assert len(walked) == len(set(walked))


@given(st.text(max_size=40), keys)
def test_any_other_word_is_refused(mark, keys):
    order = Edition({"A": dict.fromkeys(COLUMNS)}, ["A"]).order(keys)
    if mark != order.mark(0):
        with pytest.raises(DeclarationError, match="not known"):
            order.behind(mark)


@given(
    st.lists(st.one_of(st.none(), st.booleans(), st.floats(), st.text(), st.just([])), max_size=4)
)
def test_a_mark_that_somebody_made_up_breaks_nothing(made_up):
    import base64  # noqa: PLC0415

    import orjson  # noqa: PLC0415

    mark = base64.urlsafe_b64encode(orjson.dumps(made_up)).decode().rstrip("=")
    for keys in (
        (),
        (Key("index", downward=False),),
        (Key("name", downward=True), Key("rank", downward=False)),
    ):
        values = {"A": {"index": 1.0, "rank": 2, "name": "x"}, "B": dict.fromkeys(COLUMNS)}
        order = Edition(values, ["A", "B"]).order(keys)
        try:
            assert 0 <= order.before(mark) <= order.behind(mark) <= 2
        except DeclarationError:
            continue


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("index", Key("index", downward=False)),
        ("+index", Key("index", downward=False)),
        ("-rank", Key("rank", downward=True)),
    ],
)
def test_a_key_is_a_name_with_a_sign(word, key):
    assert key_of(word, ["index", "rank"]) == key


@pytest.mark.parametrize("word", ["", "-", "+-index", "--index", "-+index", "Index"])
def test_a_key_that_is_none_is_refused(word):
    with pytest.raises(DeclarationError, match="sortby: there is no property"):
        key_of(word, ["index", "rank"])
