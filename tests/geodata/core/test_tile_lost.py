"""Lost borders: the places that are found are those that a plain walk along borders finds."""

from collections import Counter
from math import ceil, hypot

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.tile_lost import ROUNDED, STEPS, lost_places
from tests.geodata.core.conftest import begins, edges

SIDE = 12
REACHES = st.sampled_from([0.8517, 2.03, 5.07])  # no distance between small fractions
WHOLE = st.tuples(st.integers(0, SIDE), st.integers(0, SIDE))
SHIFTS = st.tuples(*[st.integers(-7, 7).map(lambda n: n / 16)] * 2)  # less than half a unit
TAILS = st.lists(WHOLE, max_size=3)


def flat_edges(areas, kind):
    """The edges of areas, one after the other, and where each area begins."""
    rows = [(*a, *b) for area in areas for ring in area for a, b in edges(ring)]
    sizes = [sum(map(len, area)) for area in areas]
    return np.array(rows, kind).reshape(-1, 4), begins(sizes)


def lost(source, whole, reach):
    """Places and owners that the kernel finds."""
    places, owners = lost_places(*flat_edges(source, float), *flat_edges(whole, np.int64), reach)
    return [(*place, owner) for place, owner in zip(places.tolist(), owners.tolist(), strict=True)]


def parted(area):
    """The edges of an area that it has to and fro or that are points, and the others."""
    way = [(a, b) for ring in area for a, b in edges(ring)]
    count = Counter(way)
    gone = [a == b or count[a, b] == count[b, a] for a, b in way]
    return (
        [edge for edge, lies in zip(way, gone, strict=True) if lies],
        [edge for edge, lies in zip(way, gone, strict=True) if not lies],
    )


def distance(x, y, way):
    """How far a point lies from some edges."""
    return min((shapely.distance(shapely.Point(x, y), line(*e)) for e in way), default=np.inf)


def line(a, b):
    return shapely.Point(a) if a == b else shapely.LineString([a, b])


def frames_meet(one, other, reach):
    """Whether the frames of two edges come within reach of each other."""
    return all(
        max(one[0][axis], one[1][axis]) + reach >= min(other[0][axis], other[1][axis])
        and max(other[0][axis], other[1][axis]) + reach >= min(one[0][axis], one[1][axis])
        for axis in range(2)
    )


def walk(a, b, reach):
    """Points of an edge a fourth of the reach from each other, without its end."""
    steps = ceil(max(abs(b[0] - a[0]), abs(b[1] - a[1])) * STEPS / reach)
    for n in range(steps):
        yield a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps


def plainly_lost(source, whole, reach):
    """All points of borders beyond reach of what is left, none near one found before."""
    found = []
    for owner, (area, rounded) in enumerate(zip(source, whole, strict=True)):
        gone, left = parted(rounded)
        places = []
        for a, b in (edge for ring in area for edge in edges(ring)):
            if any(frames_meet((a, b), edge, ROUNDED) for edge in gone):
                for x, y in walk(a, b, reach):
                    clear = all(hypot(x - p, y - q) > reach / 2 for p, q in places)
                    if clear and distance(x, y, left) > reach:
                        places.append((x, y))
        found += [(*place, owner) for place in places]
    return found


@st.composite
def borders(draw):
    """Areas of any rings with tails to and fro, before and after they were rounded."""
    source, whole = [], []
    for _ in range(draw(st.integers(0, 3))):
        rings = draw(st.lists(st.lists(WHOLE, min_size=1, max_size=5), max_size=2))
        for ring in rings:
            there = draw(TAILS)
            ring += [*there, *there[-2::-1]]
        whole.append(rings)
        source.append([[moved(point, draw(SHIFTS)) for point in ring] for ring in rings])
    return source, whole


def moved(point, shift):
    return point[0] + shift[0], point[1] + shift[1]


SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]


def test_where_nothing_cancels_nothing_is_lost():
    """Even if a border was far away before it was rounded, which no border is."""
    distant, tail = [(90, 0), (94, 0), (94, 4)], [(0, 0), (1, 0)]
    assert lost([[SQUARE]], [[SQUARE]], 1.0) == []
    assert lost([[distant]], [[SQUARE]], 1.0) == []
    assert lost([[SQUARE, distant]], [[SQUARE, tail]], 1.0) == []


def test_a_spike_is_lost_beyond_reach_of_what_is_left():
    """A spike from (4, 0) to (7, 0), 0.2 units high, runs to and fro when it is rounded."""
    source = [[(0, 0), (7, 0), (4, 0.2), (4, 4), (0, 4)]]
    whole = [[(0, 0), (4, 0), (7, 0), (4, 0), (4, 4), (0, 4)]]
    places = lost([source], [whole], 1.0)
    assert [owner for _, _, owner in places] == [0] * len(places)
    assert min(x for x, _, _ in places) == 5.25  # the first fourth beyond (5, 0)
    assert max(x for x, _, _ in places) > 6.5
    assert lost([source], [whole], 3.0) == []


def test_an_area_that_shrinks_to_a_point_is_lost_as_a_whole():
    speck = [[(2.9, 3.1), (3.2, 3.0), (3.0, 3.3)]]
    assert lost([[SQUARE], speck], [[SQUARE], [[(3, 3)]]], 5.0) == [(2.9, 3.1, 1)]


def test_a_border_that_cancels_beside_one_that_is_left_is_not_lost():
    """Rings to and fro along y = 1 within 1.2 units of the square's own border at y = 0."""
    source = [SQUARE, [(0, 1.0), (4, 1.0), (2, 1.1)]]
    whole = [SQUARE, [(0, 1), (4, 1)]]
    assert lost([source], [whole], 1.2) == []
    assert lost([source], [whole], 0.9) != []


def test_each_area_looks_at_its_own_borders_alone():
    """An area that got lost on the border of another one is lost all the same."""
    sliver = [[(0, 0), (4, 0), (2, 0.1)]]
    places = lost([[SQUARE], sliver], [[SQUARE], [[(0, 0), (4, 0)]]], 2.0)
    assert {owner for _, _, owner in places} == {1}


@settings(max_examples=120)
@given(borders(), REACHES)
def test_lost_places_are_those_of_a_plain_walk(pair, reach):
    source, whole = pair
    found, wanted = lost(source, whole, reach), plainly_lost(source, whole, reach)
    assert [owner for _, _, owner in found] == [owner for _, _, owner in wanted]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


@settings(max_examples=50)
@given(borders(), REACHES)
def test_no_point_of_a_lost_border_is_far_from_a_place(pair, reach):
    """Points lie within a step of one that was looked at, so within reach of some place."""
    source, whole = pair
    found = lost(source, whole, reach)
    step = reach / STEPS * 2**0.5
    for owner, (area, rounded) in enumerate(zip(source, whole, strict=True)):
        _, left = parted(rounded)
        places = [line(place[:2], place[:2]) for place in found if place[2] == owner]
        for a, b in (edge for ring in area for edge in edges(ring)):
            for x, y in walk(a, b, reach / 3):
                if distance(x, y, left) > reach + step:
                    away = shapely.distance(shapely.Point(x, y), places).min(initial=np.inf)
                    assert away <= reach / 2 + step


def test_there_may_be_many_more_places_than_there_is_room_for_at_first():
    source, whole = [[(0, 0), (900, 0), (450, 0.1)]], [[(0, 0), (900, 0)]]
    places = lost([source] * 2, [whole] * 2, 2.0)
    assert places[:601] == [(1.5 * n, 0, 0) for n in range(601)]  # steps of 0.5, more than 1 apart
    assert places[601:] == [(x, y, 1) for x, y, _ in places[:601]]
