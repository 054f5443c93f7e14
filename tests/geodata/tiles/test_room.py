"""Room for lost borders: triangles change hands, nothing overlaps, nobody vanishes."""

from collections import Counter
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.core.faces import Faces
from geodata.core.tile_lost import STEPS, lost_places
from geodata.core.tile_nodes import bins_of, cut, snap
from geodata.core.tile_rings import tidy
from geodata.ragged import Ragged
from geodata.tiles.room import with_room
from tests.geodata.core.conftest import doubled, edges, spans

OPEN = (4096, 64, 8192)  # tile, buffer, world: no line where a tile ends is near
GRIDS = st.sampled_from([OPEN, (16, 2, 64)])
NOISE = 1e-9
REACHES = st.sampled_from([0.85, 5.0])  # as the highest zoom and the others have it


class Room:
    """Areas in units, and what is shown of them."""

    def __init__(self, shapes, reach=5.0, grid=OPEN):
        self.shapes, self.reach, self.grid = np.array(shapes, object), reach, np.array(grid)
        self.source = faces_of(self.shapes)
        self.whole = rounded(self.source, *grid[:2])
        self.left = tidied(self.whole)
        self.shown = with_room(self.source, self.whole, self.left, self.grid, reach)
        self.before = rings_of(self.left)
        self.rings = rings_of(self.shown.faces)

    @cached_property
    def areas(self):
        """What each area shows."""
        return [shape_of(rings) for rings in rings_of(tidied(self.shown.faces))]

    @cached_property
    def twice(self):
        """Twice the surface of each area."""
        return [sum(map(doubled, rings)) for rings in self.rings]

    @cached_property
    def held(self):
        """The corners of all triangles that changed hands."""
        return {
            frozenset(t) for n in range(len(self.rings)) for k in (1, -1) for t in self.hands(n, k)
        }

    def hands(self, area, sign):
        """The triangles that an area takes (1) or gives (-1), of positive sign."""
        added = self.rings[area][len(self.before[area]) :]
        return [turned_to_begin(t[::sign]) for t in added if doubled(t) * sign > 0]


def faces_of(shapes):
    """Shapes as rings that are not closed."""
    flat = Ragged.of(shapely.orient_polygons(shapes))
    ends = np.column_stack((flat.rings[:-1], flat.rings[1:] - 1))
    return Faces(flat.xy, ends, flat.first_rings)


def rounded(source, extent, buffer):
    """Areas in whole units."""
    begins = np.append(source.rings[:, 0], source.rings[-1, 1] + 1)
    xy, begins = cut(source.xy, begins, extent, buffer)
    whole, begins = snap(xy, begins, *bins_of(xy, 2.0))
    return Faces(whole, spans(begins), source.areas)


def tidied(whole):
    """Areas in simple rings."""
    xy, begins, areas = tidy(*whole, np.full((len(whole.areas) - 1, 4), -1))
    return Faces(xy, spans(begins), areas)


def rings_of(faces):
    """The rings of each area as lists of points."""
    found = [[tuple(p) for p in faces.xy[b:e].tolist()] for b, e in faces.rings]
    return [found[first:last] for first, last in pairwise(faces.areas)]


def shape_of(rings):
    """Tidy rings as a shape: an exterior is positive, and the holes after it are in it."""
    polygons = []
    for ring in rings:
        if doubled(ring) > 0:
            polygons.append([ring, []])
        else:
            polygons[-1][1].append(ring)
    return shapely.MultiPolygon([shapely.Polygon(*polygon) for polygon in polygons])


def borders_of(areas):
    """All sides of areas, in one direction."""
    rings = [r.coords[:-1] for a in areas for p in a.geoms for r in (p.exterior, *p.interiors)]
    return {tuple(sorted(side)) for ring in rings for side in edges(ring)}


def crossed(areas):
    """Where borders meet elsewhere than at corners of both."""
    sides = borders_of(areas)
    noded = shapely.node(shapely.multilinestrings(list(sides) or np.empty((0, 2, 2))))
    return {tuple(sorted(line.coords)) for line in shapely.get_parts(noded)} ^ sides


def turned_to_begin(triangle):
    """The same triangle, beginning at its smallest corner."""
    first = triangle.index(min(triangle))
    return (*triangle[first:], *triangle[:first])


def check(room):
    """Nothing overlaps or crosses, nobody vanishes, and only triangles change hands."""
    areas = room.areas
    free = [n for n in range(len(areas)) if n not in room.shown.crowded]
    beside = [areas[n] for n in free]
    assert shapely.is_valid(areas).all()
    assert room.twice == [2 * area.area for area in areas]
    assert min(room.twice) > 0
    assert shapely.union_all(beside).area == shapely.area(beside).sum()
    assert crossed(beside) == set()
    check_hands(room, free, shapely.union_all(beside))
    check_triangles(room)


def check_hands(room, free, land):
    """What an area takes another one gives, or it lay outside; what else is given lies there."""
    takes, gives = ([room.hands(n, sign) for n in range(len(room.rings))] for sign in (1, -1))
    assert room.shown.moved.tolist() == [n for n, rings in enumerate(takes) if rings]
    assert set(room.shown.crowded) <= set(room.shown.moved)
    outside = Counter(t for n in free for t in takes[n])
    outside.subtract(t for rings in gives for t in rings)
    assert set(outside.values()) <= {-1, 0, 1}
    before = shapely.union_all([shape_of(rings) for rings in room.before])
    changed = sum(abs(times) * doubled(list(t)) for t, times in outside.items()) / 2
    assert shapely.symmetric_difference(land, before).area == changed


def check_triangles(room):
    """Triangles lie in the world, and within reach of what the area was, if it had a surface."""
    for n, before in enumerate(room.before):
        for triangle in room.hands(n, 1):
            assert 0 <= np.min(triangle) <= np.max(triangle) <= room.grid[2]
            if before:
                away = shapely.distance(shapely.points(triangle), room.shapes[n].boundary)
                assert away.max() <= room.reach + NOISE


def lost(room, area):
    """Points of a border that an area does not show, although it may stray from what it is.

    Points lie within a step of one that was looked at; that one within half the reach of a
    place that got a triangle; and that triangle is within reach.
    """
    border = shapely.segmentize(room.shapes[area].boundary, 0.1)
    points = shapely.points(shapely.get_coordinates(border))
    away = shapely.distance(points, room.areas[area].boundary)
    return points[away > (2**0.5 / STEPS + 0.5 + 1) * room.reach]


def lies_free(triangle, sides):
    """Whether no border runs through a triangle or one of its corners."""
    corners = shapely.points(shapely.get_coordinates(triangle)[:3])[:, None]
    through = shapely.intersects(sides, corners) & ~shapely.intersects(
        shapely.boundary(sides), corners
    )
    return not through.any() and not shapely.relate_pattern(sides, triangle, "T********").any()


def room_for(room, area, place):
    """The smallest triangles that could still show an area's border near a place.

    A triangle that another area took is no room: that one needs it.
    """
    x, y = np.floor(shapely.get_coordinates(place)[0] + 0.5).astype(int).tolist()
    lattice = [(x + a, y + b) for a in range(-1, 2) for b in range(-1, 2)]
    sides = np.array([shapely.LineString(side) for side in borders_of(room.areas)])
    for ring in map(list, combinations(lattice, 3)):
        triangle, corners = shapely.Polygon(ring), shapely.points(ring)
        strays = shapely.distance(corners, room.shapes[area].boundary).max()
        strays = max(strays, shapely.distance(corners, place).min())
        givers = np.flatnonzero(shapely.relate_pattern(room.areas, triangle, "T********"))
        gives = all(n != area and room.twice[n] > 1 for n in givers)
        small = abs(doubled(ring)) == 1 and frozenset(ring) not in room.held
        if small and strays < room.reach and gives and lies_free(triangle, sides):
            yield ring


def check_borders(room):
    """No border is lost where there is room for a triangle."""
    places, owners = lost_places(*room.source.edges, *room.whole.edges, room.reach)
    for place, area in zip(shapely.points(places), owners.tolist(), strict=True):
        away = shapely.distance(place, room.areas[area].boundary)
        if away > room.reach + NOISE and area not in room.shown.crowded:
            assert list(room_for(room, area, place)) == []


def square(west, north, east, south):
    return shapely.box(west, north, east, south)


def test_where_nothing_is_lost_nothing_changes():
    room = Room([square(2, 2, 12, 12), square(12, 2, 22, 12)])
    assert room.shown.faces is room.left
    assert len(room.shown.moved) == len(room.shown.crowded) == 0


def test_an_area_smaller_than_a_unit_takes_half_a_unit_from_the_one_around_it():
    speck = square(9.9, 10.1, 10.2, 10.3)
    room = Room([shapely.difference(square(2, 2, 20, 20), speck), speck])
    check(room)
    assert room.twice == [2 * 18 * 18 - 1, 1]
    assert room.shown.moved.tolist() == [1]
    assert shapely.distance(room.areas[1], speck) < 1


def test_an_island_smaller_than_a_unit_takes_half_a_unit_of_the_sea():
    room = Room([square(2, 2, 12, 12), square(30.1, 30.1, 30.3, 30.3)])
    check(room)
    assert room.twice == [200, 1]


def test_a_corridor_between_two_areas_is_a_row_of_triangles():
    """A road 0.2 units wide and 40 long: with a reach of 5, one triangle every 2.5 units or more."""
    west, road, east = square(2, 2, 20, 42), square(20, 2, 20.2, 42), square(20.2, 2, 40, 42)
    room = Room([west, road, east])
    check(room)
    taken = room.hands(1, 1)
    assert room.before[1] == []
    assert {doubled(list(triangle)) for triangle in taken} == {1}
    assert 40 / 10 <= len(taken) <= 40 / 2.5 + 1
    assert len(lost(room, 1)) == 0


def test_a_spike_stays_in_view_to_its_end():
    spiked = shapely.union(square(2, 2, 12, 12), square(12, 7, 40, 7.1))
    room = Room([spiked])
    check(room)
    assert room.before == [[[(2, 2), (12, 2), (12, 7), (12, 12), (2, 12)]]]
    assert room.areas[0].bounds[2] > 40 - 5


def test_a_narrow_inlet_stays_in_view():
    """What is outside takes triangles from the area that lies on both its sides."""
    room = Room([shapely.difference(square(2, 2, 40, 22), square(10, 12, 40, 12.1))])
    check(room)
    assert room.shown.moved.tolist() == []
    assert len(room.hands(0, -1)) > 3
    assert room.hands(0, 1) == []
    assert len(lost(room, 0)) == 0


def test_those_for_which_there_is_no_room_lie_over_others_and_it_is_said():
    """Fifty specks in a corner of the world, where 18 triangles are within three units."""
    specks = [square(n / 200, 0, (n + 1) / 200, 0.3) for n in range(50)]
    room = Room(specks)
    check(room)
    assert len(room.shown.crowded) == 50 - 18
    assert {room.twice[n] for n in range(50)} == {1}


def strip(a, b, width):
    """A strip from one point beyond another one, and beyond both of them."""
    a, b = np.array(a), np.array(b)
    along = (b - a) / np.hypot(*(b - a))
    beside = width * np.array([-along[1], along[0]])
    a, b = a - 99 * along, b + 99 * along
    return shapely.LineString([a, b]), shapely.LineString([a + beside, b + beside])


def divided(size, lines, owners):
    """A square parted by lines; areas of all parts that have the same owner, -1 for none."""
    box = square(2, 2, 2 + size, 2 + size)
    net = shapely.union_all([box.exterior, *shapely.intersection(lines, box)])
    parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    owner = np.resize(owners, len(parts))
    return [shapely.coverage_union_all(parts[owner == n]) for n in sorted({*owner.tolist()} - {-1})]


@st.composite
def strips(draw, most=1):
    """A square with narrow strips across it, each of which belongs to some area or to none."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.integers(5, 40))
    count = draw(st.integers(1, most))
    ends = 2 + rng.uniform(0, size, (count, 2, 2))
    lines = [line for a, b in ends for line in strip(a, b, rng.uniform(0.02, 1))]
    owners = draw(st.lists(st.integers(-1, 5), min_size=3, max_size=30))
    shapes = divided(size, lines, owners)
    assume(shapes)
    return shapes


@settings(max_examples=100)
@given(strips(), REACHES, GRIDS)
def test_a_strip_across_a_square_is_never_lost(shapes, reach, grid):
    """Be it an area, a spike of the one beside it, or an inlet."""
    room = Room(shapes, reach, grid)
    check(room)
    assert len(room.shown.crowded) == 0
    assert [len(lost(room, area)) for area in range(len(shapes))] == [0] * len(shapes)


@settings(max_examples=120)
@given(strips(6), REACHES, GRIDS)
def test_strips_that_cross_are_shown_as_far_as_there_is_room(shapes, reach, grid):
    room = Room(shapes, reach, grid)
    check(room)
    if grid == OPEN:
        check_borders(room)


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(4, 30), REACHES, GRIDS)
def test_any_division_of_a_square_is_shown_as_far_as_there_is_room(seed, count, size, reach, grid):
    points = shapely.multipoints(np.random.default_rng(seed).uniform(2, 2 + size, (count, 2)))
    box = square(2, 2, 2 + size, 2 + size)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box))
    room = Room(shapely.intersection(cells, box), reach, grid)
    check(room)
    if grid == OPEN:
        check_borders(room)
