"""Putting corners back: no border strays, and both its sides agree where it runs."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.tile_refine import kept_vertices, restore
from tests.geodata.core.conftest import flat

NUMBERS = st.integers(-6, 6).map(float) | st.floats(-1e6, 1e6).map(lambda n: round(n, 3))
POINTS = st.tuples(NUMBERS, NUMBERS)
NOISE = 1e-6  # of coordinates of a million
REACHES = st.sampled_from([0.0, 0.5, 1.0, 3.0, 1e4])


@st.composite
def choices(draw, least=1):
    """Rings without a corner twice, and which corners of each are kept."""
    rings = draw(st.lists(st.lists(POINTS, min_size=3, max_size=12, unique=True), max_size=4))
    chosen = [st.sets(st.integers(0, len(ring) - 1), min_size=least) for ring in rings]
    return rings, [sorted(draw(each)) for each in chosen]


def closed(rings):
    return flat([[*ring, ring[0]] for ring in rings], float)


def marks(rings, chosen):
    """Kept corners as the kernels mark them; the corner that closes a ring stays unmarked."""
    return np.array(
        [n in own for ring, own in zip(rings, chosen, strict=True) for n in range(len(ring) + 1)],
        bool,
    )


def found_in(rings, thin):
    """Which corners of rings simplified ones still have, and whether all were found."""
    kept = np.zeros(sum(len(ring) + 1 for ring in rings), bool)
    return kept, kept_vertices(*closed(rings), *closed(thin), kept)


def restored(rings, chosen, reach):
    """The corners kept of each ring when those that are needed are back."""
    kept = marks(rings, chosen)
    before = kept.copy()
    count = restore(*closed(rings), kept, reach)
    assert count == (kept != before).sum()
    assert kept[before].all()
    begins = closed(rings)[1]
    assert not kept[begins[1:] - 1].any()
    return [np.flatnonzero(kept[begins[n] : begins[n + 1]]).tolist() for n in range(len(rings))]


def stretches(ring, own):
    """The kept corners before and after each stretch of a ring, and the corners between."""
    for n, first in enumerate(own):
        last = own[n + 1] if n + 1 < len(own) else own[0] + len(ring)
        yield first, last % len(ring), [i % len(ring) for i in range(first + 1, last)]


def plainly_restored(ring, own, reach):
    """The farthest corner of every stretch that strays, again and again (Ramer, Douglas, Peucker)."""
    for first, last, between in stretches(ring, own):
        chord = shapely.LineString([ring[first], ring[last]])
        away = [shapely.distance(chord, shapely.Point(ring[n])) for n in between]
        if between and max(away) > reach:
            farthest = between[away.index(max(away))]
            return plainly_restored(ring, sorted([*own, farthest]), reach)
    return own


SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]


def test_corners_that_are_left_are_found_wherever_a_ring_begins():
    kept, found = found_in([SQUARE, SQUARE], [[(4, 4), (0, 4), (0, 0)], SQUARE])
    assert found
    assert kept.tolist() == [True, False, True, True, False, True, True, True, True, False]


@pytest.mark.parametrize("stranger", [[(4, 4), (0, 4), (0, 1)], [(9, 0), (4, 0), (0, 4)]])
def test_a_corner_that_is_not_in_the_source_is_said(stranger):
    _, found = found_in([SQUARE, SQUARE], [SQUARE, stranger])
    assert not found


@settings(max_examples=200)
@given(choices(), st.integers(0, 20))
def test_any_choice_of_corners_is_found_again(pair, turn):
    rings, chosen = pair
    thin = [[ring[n] for n in own] for ring, own in zip(rings, chosen, strict=True)]
    turned = [ring[turn % len(ring) :] + ring[: turn % len(ring)] for ring in thin]
    kept, found = found_in(rings, turned)
    assert found
    assert kept.tolist() == marks(rings, chosen).tolist()


def test_the_farthest_corner_comes_back_and_then_the_rest_is_near():
    """A border from (0, 0) to (8, 0) with bumps of 1, 3 and 1 around its middle."""
    ring = [(0.0, 0.0), (2.0, 1.0), (4.0, 3.0), (6.0, 1.0), (8.0, 0.0), (4.0, -9.0)]
    assert restored([ring], [[0, 4, 5]], 3.0) == [[0, 4, 5]]
    assert restored([ring], [[0, 4, 5]], 1.0) == [[0, 2, 4, 5]]
    assert restored([ring], [[0, 4, 5]], 0.1) == [[0, 1, 2, 3, 4, 5]]


def test_of_two_corners_equally_far_the_western_one_comes_back():
    ring = [(0.0, 0.0), (1.0, 2.0), (3.0, 2.0), (4.0, 0.0)]
    assert restored([ring], [[0, 3]], 1.9) == [[0, 1, 3]]
    assert restored([ring[::-1]], [[0, 3]], 1.9) == [[0, 2, 3]]


def test_of_two_corners_above_each_other_the_northern_one_comes_back():
    ring = [(0.0, 0.0), (2.0, 1.0), (2.0, 3.0), (0.0, 4.0)]
    assert restored([ring], [[0, 3]], 1.9) == [[0, 1, 3]]
    assert restored([ring[::-1]], [[0, 3]], 1.9) == [[0, 2, 3]]


@settings(max_examples=100)
@given(*[st.integers(1, 99)] * 2, *[st.integers(-9, 9)] * 2)
def test_corners_equally_far_but_for_rounding_come_back_alike_on_both_sides(east, south, x, y):
    """Corners along a line beside the chord from the first one to the last one."""
    dx, dy = east / 7, south / 7
    beside = [(x / 7 + n * dx - dy, y / 7 + n * dy + dx) for n in range(1, 9)]
    ring = [(x / 7, y / 7), *beside, (x / 7 + 9 * dx, y / 7 + 9 * dy)]
    reach = 0.9 * float(np.hypot(dx, dy))
    (forth,), (back,) = (restored([each], [[0, 9]], reach) for each in (ring, ring[::-1]))
    assert forth == sorted(9 - n for n in back)


def test_a_ring_of_which_nothing_is_left_stays_so():
    assert restored([SQUARE, SQUARE], [[], [0, 2]], 1.0) == [[], [0, 1, 2, 3]]


@settings(max_examples=300)
@given(choices(), REACHES)
def test_no_dropped_corner_lies_beyond_reach(pair, reach):
    rings, chosen = pair
    for ring, own in zip(rings, restored(rings, chosen, reach), strict=True):
        for first, last, between in stretches(ring, own):
            chord = shapely.LineString([ring[first], ring[last]])
            for n in between:
                assert shapely.distance(chord, shapely.Point(ring[n])) <= reach + NOISE


@settings(max_examples=200)
@given(choices(), REACHES, st.integers(0, 20))
def test_both_sides_of_a_border_keep_the_same_corners(pair, reach, turn):
    rings, chosen = pair
    back = [[ring[(turn - n) % len(ring)] for n in range(len(ring))] for ring in rings]
    own = [
        sorted((turn - n) % len(ring) for n in kept)
        for ring, kept in zip(rings, chosen, strict=True)
    ]
    ours = restored(rings, chosen, reach)
    theirs = restored(back, own, reach)
    for one, other, mine, yours in zip(rings, back, ours, theirs, strict=True):
        assert {one[n] for n in mine} == {other[n] for n in yours}


@settings(max_examples=100)
@given(st.integers(0, 2**32), st.integers(1, 60), st.floats(0, 2))
def test_no_corner_comes_back_but_the_farthest_of_a_stretch(seed, count, reach):
    random = np.random.default_rng(seed)
    ring = [tuple(point) for point in random.normal(size=(count + 2, 2)).tolist()]
    own = sorted(random.choice(count + 2, 1 + count // 9, replace=False).tolist())
    assert restored([ring], [own], reach) == [plainly_restored(ring, own, reach)]
