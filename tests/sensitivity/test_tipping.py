"""Tipping weights, held against brute force and against an optimiser."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

import mdi
from mdi.methods.model import Method
from mdi.sensitivity.crossing import Goal
from mdi.sensitivity.nearest import nearest
from mdi.sensitivity.shifting import closed_form, least_bound, smallest_shift
from mdi.sensitivity.tipping import tipping_weights
from mdi.sensitivity.weighed import Weighed
from tests.countries import LEAVES, codes, random_table, table_of

PLAIN = mdi.load_method("zscore").model_copy(update={"min_population": 0.0, "min_coverage": 0.0})
DOMAINS = [domain.id for domain in mdi.load_domains()]
FIRST = [domain.leaves().__next__().id for domain in mdi.load_domains()]


def country(n, domains, seed, gaps=0.0):
    """A figure for each of the first domains, so that points are those of the figures."""
    rng = np.random.default_rng(seed)
    figures = np.round(rng.uniform(0, 100, (domains, n)), 3)
    figures[rng.uniform(size=figures.shape) < gaps] = np.nan
    figures[0] = np.where(np.isnan(figures).all(axis=0), 50.0, figures[0])
    weights = mdi.WeightSet(
        weights=dict(zip(DOMAINS[:domains], rng.uniform(0.5, 2, domains).tolist(), strict=True))
    )
    table = table_of(dict(zip(FIRST[:domains], figures, strict=True)))
    return mdi.compute(table, weights=weights, method=PLAIN)


def shares_of(result, domains):
    weights = np.array([result.weights.weights[name] for name in DOMAINS[:domains]])
    return weights / weights.sum()


def scores(result, domains, shares):
    """(…, n) the index for (…, D) shares, by its definition."""
    points = result.points[[node.row for node in result.tree.domains[:domains]]]
    here = ~np.isnan(points)
    return shares @ np.where(here, points, 0) / (shares @ here)


def worked(t):
    """One change out of Tipping, as an array."""
    return np.array(list(t.change.values()))


def test_the_closed_form_by_hand():
    # m = 3, a = (1, 2, −1): Pa = (1/3, 4/3, −5/3), ‖Pa‖² = 14/3
    shift = closed_form(3.0, np.array([1.0, 2.0, -1.0]))
    assert shift == pytest.approx(-3 * np.array([1, 4, -5]) / 14)
    assert shift @ [1, 2, -1] == pytest.approx(-3)
    assert shift.sum() == pytest.approx(0)


@pytest.mark.parametrize("seed", range(6))
def test_past_another_area_it_is_the_closed_form(seed):
    result = country(40, 5, seed)
    shares = shares_of(result, 5)
    points = result.points[[node.row for node in result.tree.domains[:5]]]
    found = []
    for other in codes(40)[1:]:
        (t,) = tipping_weights(result, "GM0001", past=other)
        a = points[:, 0] - points[:, result.position(other)]
        expected = closed_form(shares @ a, a)
        if (shares + expected >= 0).all():  # the formula knows no weights below 0
            assert worked(t) == pytest.approx(expected, abs=1e-9)
            assert t.distance == pytest.approx(abs(shares @ a) / np.linalg.norm(a - a.mean()))
            assert t.confirmed
            found.append(t)
    assert len(found) > 5


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 999),
    domains=st.integers(2, 6),
    gaps=st.sampled_from([0.0, 0.3]),
)
def test_past_another_area_no_optimiser_finds_a_shorter_change(seed, domains, gaps):
    result = country(12, domains, seed, gaps)
    shares = shares_of(result, domains)
    (t,) = tipping_weights(result, "GM0001", past="GM0002")
    sign = 1 if t.into else -1

    def gap(shift):
        both = scores(result, domains, shares + shift)
        return sign * (both[0] - both[1])

    best = None
    for start in range(6):
        rng = np.random.default_rng(start)
        first = rng.dirichlet(np.ones(domains)) - shares
        solved = optimize.minimize(
            lambda x: x @ x,
            first,
            jac=lambda x: 2 * x,
            method="SLSQP",
            bounds=[(1e-9 - w, 1.0) for w in shares],
            constraints=[
                {"type": "eq", "fun": np.sum},
                {"type": "ineq", "fun": gap},
            ],
            options={"ftol": 1e-14, "maxiter": 500},
        )
        if solved.success and gap(solved.x) > -1e-8:
            length = np.sqrt(solved.fun)
            best = length if best is None else min(best, length)
    if t.change is None:
        assert best is None
        return
    shift = worked(t)
    assert gap(shift) == pytest.approx(0, abs=1e-7)
    assert shift.sum() == pytest.approx(0, abs=1e-9)
    assert (shares + shift >= -1e-9).all()
    assert t.confirmed
    if best is not None:
        assert t.distance <= best + 1e-5
    if gaps == 0:
        assert t.bound <= t.distance + 1e-9


def around(shares, steps=720, radii=300):
    """All directions of three shares that sum to 1, and how far one may go: (steps, radii, 3)."""
    angles = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    plane = np.array([[1, -1, 0], [1, 1, -2]]) / np.sqrt([[2], [6]])
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1) @ plane
    lengths = np.linspace(0, 1.5, radii)
    return lengths, shares + lengths[:, None, None] * ways


@pytest.mark.parametrize("seed", range(8))
def test_into_and_out_of_the_tenth_brute_force_finds_hardly_anything_shorter(seed):
    n = 60
    result = country(n, 3, seed)
    shares = shares_of(result, 3)
    lengths, places = around(shares)
    allowed = (places >= 0).all(axis=-1)
    asked = [code for code, rank in zip(codes(n), result.rank, strict=True) if 3 <= rank <= 12]
    index = scores(result, 3, places)
    for t in tipping_weights(result, asked):
        i = result.position(t.area)
        above = (index > index[..., [i]]).sum(axis=-1)
        inside = above <= 5  # six of sixty are a tenth
        reached = ((inside == t.into) & allowed).any(axis=1)
        shortest = lengths[reached.argmax()] if reached.any() else np.inf
        assert t.into == (result.rank[i] > 6)
        if t.change is None:
            assert not reached.any()
            continue
        assert t.confirmed
        assert t.bound <= t.distance + 1e-9
        assert t.distance <= shortest * 1.02 + 1e-3
        if np.isfinite(shortest):  # a corner of the simplex falls between the directions
            assert t.distance >= shortest - lengths[1] - 1e-3 * shortest - 2e-3


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), domains=st.integers(2, 5), gaps=st.sampled_from([0.0, 0.3]))
def test_one_weight_alone_by_walking_along_it(seed, domains, gaps):
    n = 40
    result = country(n, domains, seed, gaps)
    shares = shares_of(result, domains)
    code = codes(n)[int(np.argsort(result.rank)[seed % 12])]
    (t,) = tipping_weights(result, code)
    i = result.position(code)
    for d, one in enumerate(t.single):
        v = np.linspace(0, 1, 4001)[1:-1]
        others = np.delete(shares, d) / (1 - shares[d])
        ways = np.insert((1 - v)[:, None] * others, d, v, axis=1)
        index = scores(result, domains, ways)
        inside = (index > index[:, [i]] + 1e-12).sum(axis=1) <= 3
        at = v[inside == t.into]
        nearest_ = at[np.argmin(np.abs(at - shares[d]))] if at.size else None
        if nearest_ is None:
            assert one.needed is None or one.needed < 1e-3 or one.needed > 1 - 1e-3 or gaps
        else:
            assert one.needed is not None
            assert abs(one.needed - shares[d]) <= abs(nearest_ - shares[d]) + 1e-9
            ties = np.abs(
                scores(result, domains, np.insert((1 - one.needed) * others, d, one.needed))
            )
            assert np.isfinite(ties).all()
        if one.needed is not None and 0.001 < one.needed < 0.999:
            beyond = one.needed + np.sign(one.needed - shares[d]) * 1e-9
            after = scores(result, domains, np.insert((1 - beyond) * others, d, beyond))
            assert ((after > after[i] + 1e-13).sum() <= 3) == t.into


def test_with_all_domains_and_a_real_method_the_change_does_what_it_says():
    result = mdi.compute(random_table(300, 3, 0.02))
    order = np.argsort(np.where(result.rank > 0, result.rank, 10**6))
    last = int((result.decile == 1).sum())
    asked = [result.table.codes[order[k]] for k in (last - 3, last - 1, last, last + 5)]
    for t, into in zip(tipping_weights(result, asked), (False, False, True, True), strict=True):
        assert t.into is into
        again = mdi.compute(result.table, weights=t.weights)
        place = again.position(t.area)
        assert t.rank == again.rank[place]
        assert t.confirmed == ((again.decile[place] == 1) == into)
        assert t.distance == pytest.approx(np.linalg.norm(worked(t)))
        assert t.weights.of == 100


def test_where_domains_are_missing_no_bound_is_claimed():
    result = country(40, 4, 2, gaps=0.3)
    (t,) = tipping_weights(result, "GM0001")
    assert t.bound is None


def test_an_area_that_is_better_off_everywhere_cannot_come_in():
    table = country(30, 3, 1).table
    rows = {f.indicator.id: row for f, row in zip(table.figures, table.values, strict=True)}
    signs = {f.indicator.id: f.sign for f in table.figures}
    for name in FIRST[:3]:
        rows[name][0] = 0 if signs[name] > 0 else 100
    again = table_of({name: rows[name] for name in FIRST[:3]})
    weights = mdi.WeightSet(weights=dict.fromkeys(DOMAINS[:3], 1.0))
    (t,) = tipping_weights(mdi.compute(again, weights=weights, method=PLAIN), "GM0001")
    assert t.change is t.distance is t.weights is None
    assert not t.confirmed
    assert [one.needed for one in t.single] == [None] * 3


def test_what_has_no_tipping_weights_is_refused():
    table = random_table(60, 1)
    with pytest.raises(mdi.ComputationError, match="not the mean"):
        tipping_weights(
            mdi.compute(
                table,
                method=Method.parse(
                    {
                        "indicators": {"by": "minmax", "floor": 1, "ceiling": 2},
                        "aggregation": {"by": "geometric"},
                    },
                    "test",
                ),
            ),
            table.codes[0],
        )
    big = mdi.load_method("imd").model_copy(update={"min_population": 500.0})
    result = mdi.compute(table, method=big)
    small = table.codes[int(np.argmin(result.rank > 0))]
    assert result.rank[result.position(small)] == 0
    with pytest.raises(mdi.ComputationError, match=f"'{small}' is not ranked"):
        tipping_weights(result, small)
    with pytest.raises(mdi.UnknownAreaError):
        tipping_weights(result, "GM9999")
    ranked = table.codes[int(np.argmax(result.rank))]
    few = mdi.load_method("imd").model_copy(update={"min_for_deciles": 1000})
    with pytest.raises(mdi.ComputationError, match="no most deprived tenth"):
        tipping_weights(mdi.compute(table, method=few), ranked)
    people = Method.parse({"indicators": {"by": "zscore"}, "deciles": {"by": "population"}}, "test")
    with pytest.raises(mdi.ComputationError, match="tenth of the people"):
        tipping_weights(mdi.compute(table, method=people), ranked)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 9999), count=st.integers(1, 40), size=st.integers(1, 6))
def test_the_nearest_point_is_that_of_an_optimiser(seed, count, size):
    rng = np.random.default_rng(seed)
    rows, least = rng.standard_normal((count, size)), rng.standard_normal(count)
    found = nearest(rows, least)
    feasible = optimize.linprog(np.zeros(size), -rows, -least, bounds=(None, None))
    if found is None:
        assert feasible.status == 2
        return
    assert (rows @ found >= least - 1e-8 * (1 + np.abs(found).max())).all()
    # the conditions of Karush, Kuhn and Tucker: the point is a mean of the rows that bind
    binding = rows[np.abs(rows @ found - least) < 1e-7 * (1 + np.abs(found).max())]
    if np.abs(found).max() > 0:
        _, left = optimize.nnls(binding.T, found)
        assert left < 1e-6 * np.linalg.norm(found)


def test_leaves_of_the_country_are_those_of_the_domains():
    assert set(FIRST) <= set(LEAVES)
    assert len(FIRST) == 7


def test_a_row_that_nothing_changes_does_not_hide_what_is_violated():
    """Points that differ by the same in every domain leave a row of rounding noise."""
    rows = np.array([[0.7], [-0.7], [1e-17]])
    assert nearest(rows, np.array([1.0, 1.0, -1.0])) is None
    assert nearest(rows[[0, 2]], np.array([1.0, 1.0])) is None
    np.testing.assert_allclose(nearest(rows[[0, 2]], np.array([1.4, -1.0])), [2.0])
    np.testing.assert_array_equal(nearest(np.zeros((2, 3)), np.zeros(2)), np.zeros(3))


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 9999), domains=st.integers(2, 3), gaps=st.sampled_from([0.0, 0.15]))
def test_of_a_few_whole_figures_a_grid_finds_nothing_shorter_and_no_bound_is_too_high(
    seed, domains, gaps
):
    """Figures from 0 to 5 tie, run parallel and dominate each other; there are gaps as well."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(5, 14))
    points = rng.integers(0, 6, (domains, count)).astype(float)
    points[rng.random(points.shape) < gaps] = np.nan
    points[0][np.isnan(points).all(axis=0)] = 1.0
    index = Weighed(
        tuple("abc"[:domains]), rng.dirichlet(np.full(domains, 2.0)), points, np.arange(count)
    )
    score, area = np.round(index.scores(index.shares), 9), int(rng.integers(count))
    rivals, allowed = np.delete(np.arange(count), area), int(rng.integers(0, count // 3 + 1))
    into = int((score[rivals] > score[area]).sum()) > allowed
    goal = Goal(area, rivals, allowed, into)
    found = smallest_shift(index, goal)
    length = np.inf if found is None else float(np.sqrt((found[0] ** 2).sum()))

    steps = 100
    corners = np.array([c for c in np.ndindex(*[steps + 1] * domains) if sum(c) == steps]) / steps
    corners = corners[corners.min(axis=1) > 0]  # at 0 areas without another domain drop out
    above = np.array([_above(index, goal, shares) for shares in corners])
    reached = above <= allowed if into else above > allowed
    away = np.sqrt(((corners - index.shares) ** 2).sum(axis=1))
    best = float(away[reached].min(initial=np.inf))
    if found is None and np.isfinite(best):  # level in one point, and never past, or nearly so
        assert reached.mean() < 0.01
    elif gaps == 0:
        assert length <= best + 1e-6
    if not np.isnan(points).any():
        assert least_bound(index, goal) <= min(length, best) + 1e-9
    if found is not None and gaps:
        assert _passed(index, goal, *found)


def _above(index, goal, shares):
    """How many rivals stand above the area, by a hair or more."""
    score = index.scores(shares)
    return int((score[goal.rivals] > score[goal.area] + 1e-9).sum())


def _passed(index, goal, shift, chosen):
    """Whether the area is level with those it passes, or past them, and they are enough."""
    score = index.scores(np.maximum(index.shares + shift, 0.0))
    lead = (score[goal.area] - score[chosen]) * (1 if goal.into else -1)
    enough = len(goal.rivals) - goal.allowed if goal.into else goal.allowed + 1
    return len(chosen) >= enough and (lead >= -1e-6).all()


def test_a_change_that_only_makes_level_is_none():
    """Two domains: the other area is better off in one, and equal in the other."""
    result = mdi.compute(
        table_of({FIRST[0]: np.array([10.0, 40.0]), FIRST[1]: np.array([30.0, 30.0])}),
        weights=mdi.WeightSet(weights=dict.fromkeys(DOMAINS[:2], 1.0)),
        method=PLAIN,
    )
    (found,) = tipping_weights(result, codes(2)[0], past=codes(2)[1])
    assert found.into
    assert (found.change, found.distance, found.weights) == (None, None, None)
    assert not found.confirmed
