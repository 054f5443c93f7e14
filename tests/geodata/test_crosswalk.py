"""What became of areas: kinds, shares, quality; by shapes, by people, by declared codes."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.ops import split

from geodata import Boundaries
from geodata.crosswalks import (
    Change,
    Kind,
    Points,
    Slivers,
    crosswalk,
    crosswalk_of_changes,
    read_changes,
    read_points,
)
from geodata.errors import BoundaryError, BoundaryFileError
from geodata.sample import make_country

RD = "EPSG:28992"
X, Y, KM = 155_000.0, 463_000.0, 1000.0


def block(x, y, width=1.0, height=1.0):
    """A rectangle, in kilometres from Amersfoort."""
    return shapely.box(X + x * KM, Y + y * KM, X + (x + width) * KM, Y + (y + height) * KM)


def areas(crs=RD, **shapes):
    none = (None,) * len(shapes)
    geometry = np.array([*shapes.values(), None], object)[:-1]
    return Boundaries("municipality", None, crs, tuple(shapes), none, none, geometry)


def shares(found):
    links = found.links
    rows = zip(links.old.tolist(), links.new.tolist(), links.share.tolist(), strict=True)
    return {(found.old.codes[o], found.new.codes[n]): share for o, n, share in rows}


def kinds(side, words):
    return dict(zip(side.codes, map(str, words), strict=True))


OLD = areas(
    A=block(0, 0), B=block(1, 0), C=block(2, 0), D=block(3, 0), E=block(4, 0, 2), F=block(9, 9)
)
NEW = areas(
    A=block(0, 0),
    BB=block(1, 0),
    CD=block(2, 0, 2),
    E1=block(4, 0, 0.5),
    E2=block(4.5, 0, 1.5),
    N=block(20, 20),
)


def test_every_kind_of_change_is_told_for_old_and_new_areas():
    found = crosswalk(OLD, NEW)
    assert kinds(found.old, found.old_kinds) == {
        "A": "unchanged",
        "B": "recoded",
        "C": "merged",
        "D": "merged",
        "E": "split",
        "F": "gone",
    }
    assert kinds(found.new, found.new_kinds) == {
        "A": "unchanged",
        "BB": "recoded",
        "CD": "merged",
        "E1": "split",
        "E2": "split",
        "N": "new",
    }
    assert found.counted()[Kind.MERGED] == (2, 1)
    assert found.counted()[Kind.GONE] == (1, 0)


def test_shares_are_those_of_the_surface_and_whole_areas_are_exact():
    found = shares(crosswalk(OLD, NEW))
    assert found.pop(("E", "E1")) == pytest.approx(0.25, rel=1e-12)
    assert found.pop(("E", "E2")) == pytest.approx(0.75, rel=1e-12)
    assert set(found.values()) == {1.0}


def test_an_area_that_takes_a_part_of_another_is_changed():
    old = areas(A=block(0, 0), B=block(1, 0), C=block(2, 0))
    new = areas(A=block(0, 0, 1.5), C=block(1.5, 0, 1.5))
    found = crosswalk(old, new)
    assert kinds(found.old, found.old_kinds) == {"A": "changed", "B": "split", "C": "changed"}
    assert kinds(found.new, found.new_kinds) == {"A": "changed", "C": "changed"}
    moved = crosswalk(
        areas(A=block(0, 0), B=block(1, 0)), areas(A=block(0, 0, 1.4), B=block(1.4, 0, 0.6))
    )
    assert kinds(moved.old, moved.old_kinds) == {"A": "changed", "B": "changed"}


def test_a_code_that_lives_on_in_a_merger_of_whole_areas_is_merged():
    found = crosswalk(areas(A=block(0, 0), B=block(1, 0)), areas(A=block(0, 0, 2)))
    assert set(map(str, found.old_kinds)) == {"merged"}
    assert set(map(str, found.new_kinds)) == {"merged"}


def test_people_decide_over_the_shares_of_a_split_area():
    people = Points(
        x=X + KM * np.array([0.1, 4.2, 4.9, 5.5, 5.6, 15.0]),
        y=np.full(6, Y + 0.5 * KM),
        population=np.array([7.0, 30.0, 5.0, 0.0, 5.0, 99.0]),
        crs=RD,
    )
    found = crosswalk(OLD, NEW, people)
    assert shares(found)["E", "E1"] == pytest.approx(0.75, rel=1e-12)
    assert found.size.tolist() == [7.0, 0.0, 0.0, 0.0, 40.0, 0.0]
    assert not any("surface" in note for note in found.notes)
    assert any(
        "shared out by surface" in note and "E" in note for note in crosswalk(OLD, NEW).notes
    )


def test_an_area_without_people_is_shared_out_by_surface():
    nobody = Points(np.array([X + 100]), np.array([Y + 100]), np.array([5.0]), RD)
    assert shares(crosswalk(OLD, NEW, nobody)) == pytest.approx(shares(crosswalk(OLD, NEW)))


def test_borders_that_were_drawn_twice_make_no_change():
    old = areas(A=block(0, 0), B=block(1, 0))
    wavy = shapely.LineString([(X + KM, Y - 1), (X + KM + 40, Y + 500), (X + KM - 40, Y + KM + 1)])
    left, right = sorted(shapely.get_parts(split(block(0, 0, 2), wavy)), key=lambda p: p.centroid.x)
    found = crosswalk(old, areas(A=left, B=right))
    assert set(map(str, found.old_kinds)) == {"unchanged"}
    assert set(shares(found).values()) == {1.0}
    assert "2 slivers" in found.notes[0]
    exact = crosswalk(old, areas(A=left, B=right), slivers=Slivers(0, 0))
    assert set(map(str, exact.old_kinds)) == {"changed"}


def test_a_thin_piece_that_is_a_large_part_of_an_area_is_no_sliver():
    old = areas(A=block(0, 0, 10), canal=block(0, 1, 10, 0.05))
    new = areas(A=block(0, 0, 10, 1.05))
    assert shares(crosswalk(old, new)) == {("A", "A"): 1.0, ("canal", "A"): 1.0}


def test_a_part_outside_of_the_newer_borders_is_lost_and_told():
    found = crosswalk(areas(A=block(0, 0)), areas(A=block(0, 0, 0.6)))
    assert shares(found)["A", "A"] == pytest.approx(0.6)
    assert found.outside.tolist() == [pytest.approx(0.4)]
    assert kinds(found.old, found.old_kinds) == {"A": "changed"}
    assert any("A (40.0%)" in note for note in found.notes)
    coast = crosswalk(areas(A=block(0, 0)), areas(A=block(0, 0, 0.95)))
    assert shares(coast) == {("A", "A"): 1.0}
    assert coast.outside.tolist() == [0.0]


def test_quality_is_the_share_of_the_people_whose_area_came_whole():
    old = areas(A=block(0, 0), B=block(1, 0), C=block(3, 0))
    new = areas(A=block(0, 0, 1.5), B=block(1.5, 0, 0.5), C=block(3, 0))
    found = crosswalk(old, new)
    assert found.quality() == pytest.approx([(1 + 0.25) / 1.5, 0.5, 1.0])
    people = np.array([900.0, 200.0, 10.0])
    assert found.quality(people) == pytest.approx([(900 + 50) / 1000, 0.5, 1.0])
    assert found.quality(np.array([1.0, np.nan, 1.0])) == pytest.approx(found.quality())
    assert crosswalk(OLD, NEW).quality() == pytest.approx([1, 1, 1, 0.25, 0.75, 0])


def test_degrees_and_metres_tell_the_same():
    plain, degrees = crosswalk(OLD, NEW), crosswalk(OLD.wgs84(), NEW.wgs84())
    mixed = crosswalk(OLD, NEW.wgs84())
    for other in (degrees, mixed):
        assert list(other.old_kinds) == list(plain.old_kinds)
        assert shares(other) == pytest.approx(shares(plain), abs=1e-3)


def test_an_area_without_a_shape_goes_nowhere():
    found = crosswalk(areas(A=block(0, 0), B=None), areas(A=block(0, 0), B=None))
    assert kinds(found.old, found.old_kinds) == {"A": "unchanged", "B": "gone"}
    assert kinds(found.new, found.new_kinds) == {"A": "unchanged", "B": "new"}


def test_borders_of_two_places_are_refused():
    with pytest.raises(BoundaryError, match="No area of the older borders"):
        crosswalk(areas(A=block(0, 0)), areas(A=block(50, 50)))


def test_shapes_that_are_not_valid_are_refused():
    tie = shapely.Polygon([(X, Y), (X + 9, Y + 9), (X + 9, Y), (X, Y + 9)])
    with pytest.raises(BoundaryError, match="1 shapes are not valid"):
        crosswalk(areas(A=tie), NEW)


@pytest.mark.parametrize("wrong", [{"width": -0.1}, {"share": 1.1}, {"width": float("nan")}])
def test_a_rule_for_slivers_is_made_of_shares(wrong):
    with pytest.raises(BoundaryError, match="slivers"):
        Slivers(**wrong)


# --- laws -------------------------------------------------------------------------------------

cuts = st.lists(st.integers(1, 59), max_size=7, unique=True).map(sorted)


def strip(ends):
    """Areas side by side, 60 km in all; codes are where they begin."""
    edges = [0, *ends, 60]
    pairs = pairwise(edges)
    return areas(**{f"GM{a:04d}": block(a, 0, b - a, 20) for a, b in pairs})


@given(cuts, cuts, st.sampled_from([Slivers(), Slivers(0, 0)]))
@settings(max_examples=40)
def test_shares_sum_to_one_where_the_new_coverage_holds_the_old(before, after, rule):
    found = crosswalk(strip(before), strip(after), slivers=rule)
    assert found.links.inside == pytest.approx(np.ones(len(found.old)), abs=1e-12)
    assert (found.links.share > 0).all()
    assert ((found.quality() >= 0) & (found.quality() <= 1)).all()


@given(cuts)
@settings(max_examples=25)
def test_borders_against_themselves_change_nothing(before):
    found = crosswalk(strip(before), strip(before))
    assert set(map(str, found.old_kinds)) == {"unchanged"}
    assert found.quality().tolist() == [1.0] * len(found.new)
    assert found.notes == ()


@given(cuts, cuts, st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_the_areas_does_not_matter(before, after, chance):
    old, new = strip(before), strip(after)
    order = list(range(len(old)))
    chance.shuffle(order)
    mixed = areas(**{old.codes[i]: old.geometry[i] for i in order})
    first, second = crosswalk(old, new), crosswalk(mixed, new)
    assert shares(second) == shares(first)
    assert kinds(second.old, second.old_kinds) == kinds(first.old, first.old_kinds)


def test_the_mergers_and_recodings_of_an_invented_country_are_found():
    country = make_country(300, 3, range(2021, 2026))
    first, last = (boundaries(country.at(year)) for year in (2021, 2025))
    found = crosswalk(first, last)
    told = found.counted()
    assert told[Kind.MERGED] == (2, 1)
    assert told[Kind.RECODED] == (1, 1)
    assert set(told) == {Kind.UNCHANGED, Kind.MERGED, Kind.RECODED}
    assert set(found.links.share.tolist()) == {1.0}


def boundaries(vintage):
    layer = vintage.layers["municipality"]
    codes, names, parents = (tuple(x.tolist()) for x in (layer.codes, layer.names, layer.parents))
    return Boundaries("municipality", vintage.year, RD, codes, names, parents, layer.geometry)


# --- declared changes -------------------------------------------------------------------------


def changes_file(folder, text):
    path = folder / "changes.csv"
    path.write_text(text)
    return path


def test_declared_changes_are_exact_and_other_areas_stay(tmp_path):
    path = changes_file(tmp_path, "old,new,share\nB,A,\nC,D,0.25\nC,E,0.75\nX,Y,1\n")
    found = crosswalk_of_changes(read_changes(path), ["A", "B", "C", "Z"], 2022)
    assert shares(found) == {
        ("A", "A"): 1.0,
        ("B", "A"): 1.0,
        ("C", "D"): 0.25,
        ("C", "E"): 0.75,
        ("Z", "Z"): 1.0,
    }
    assert kinds(found.old, found.old_kinds) == {
        "A": "merged",
        "B": "merged",
        "C": "split",
        "Z": "unchanged",
    }
    assert found.new.vintage == 2022
    assert found.notes == ("1 area of the changes not among the older codes, left aside: X",)


def test_dutch_files_with_semicolons_and_commas_are_read(tmp_path):
    path = changes_file(tmp_path, "\ufeffOld;New;Share\nA ;B;0,5\nA;C;0,5\n\n")
    assert read_changes(path) == (Change("A", "B", 0.5), Change("A", "C", 0.5))


def test_a_crosswalk_is_kept_as_changes_and_read_again(tmp_path):
    found = crosswalk(OLD, NEW)
    path = tmp_path / "kept.csv"
    path.write_bytes(found.to_csv())
    codes = [code for code in found.old.codes if code != "F"]
    assert shares(crosswalk_of_changes(read_changes(path), codes)) == shares(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from,to\nA,B\n", "no column 'old'"),
        ("old,new,share\nA,B,0.5\n", r"shares do not sum to 1: A \(0.5\)"),
        ("old,new\nA,B\nA,B\n", "more than once: A → B"),
        ("old,new,share\nA,B,half\n", "share is not 0 to 1: A → B"),
        ("old,new\nA,\n", "without a code: row 1"),
        ("old,new,year\nA,B,2021\nA,B,2021\n", "more than once: A → B in 2021"),
        ("old,new,share,year\nA,B,0.5,2021\n", r"sum to 1: A \(0.5\) in 2021"),
        ("old,new,year\nA,B,2021\nC,D,\n", "without a year, where others have one: row 2"),
        ("old,new,year\nA,B,1-1-21\n", "year is no year: row 1"),
    ],
)
def test_changes_that_do_not_hold_up_are_told_in_words(tmp_path, text, words):
    with pytest.raises(BoundaryError, match=words):
        read_changes(changes_file(tmp_path, text))


def test_a_file_of_changes_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BoundaryFileError, match="There is no file"):
        read_changes(tmp_path / "none.csv")


# --- points -----------------------------------------------------------------------------------


def test_points_are_read_from_csv_and_parquet(tmp_path):
    import pandas as pd  # noqa: PLC0415

    frame = pd.DataFrame({"x": [X], "y": [Y], "population": [12]})
    frame.to_csv(tmp_path / "p.csv", index=False)
    frame.to_parquet(tmp_path / "p.parquet")
    for name in ("p.csv", "p.parquet"):
        points = read_points(tmp_path / name, RD)
        assert (points.x.tolist(), points.population.tolist()) == ([X], [12.0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x,y\n1,2\n", "no column 'population'"),
        ("x,y,population\n1,2,many\n", "column 'population' holds text"),
        ("x,y,population\n1,2,-5\n1,2,\n", "2 points without a number of 0 or more"),
        ("x,y,population\n,2,5\n", "1 points without a place"),
    ],
)
def test_points_that_do_not_hold_up_are_told(tmp_path, text, words):
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(BoundaryError, match=words):
        read_points(tmp_path / "p.csv", RD)


def test_points_that_are_not_there_are_told(tmp_path):
    with pytest.raises(BoundaryFileError, match="cannot be read"):
        read_points(tmp_path / "none.csv", RD)
