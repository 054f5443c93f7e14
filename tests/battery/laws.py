"""What all tests of the battery share: every case, on small tables and on a larger one."""

from __future__ import annotations

from inspect import signature

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, example, given, reject, settings
from hypothesis import strategies as st

import mdi
from tests.battery.areas import COUNTRY, WEIGHTS, tables
from tests.battery.cases import CASES

numbers = st.integers(0, 2**31)
phases = (Phase.explicit, Phase.generate, Phase.shrink)
few = settings(
    deadline=None,
    max_examples=4,
    phases=phases,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def rules(unless: str | None = None):
    """Every case, but for those with this limit."""
    kept = [case for case in CASES if not (unless and getattr(case.limits, unless))]
    return pytest.mark.parametrize("case", kept, ids=str)


def on_tables(law):
    """Hold a law(case, table) on small tables and on the larger one; with a number if asked."""
    asked = {"number"} & set(signature(law).parameters)
    held = given(table=tables(), **dict.fromkeys(asked, numbers))(law)
    return few(example(table=COUNTRY, **dict.fromkeys(asked, 20_240))(held))


def compute(case, table, **how) -> mdi.IndexResult:
    """The index by the method of a case; a table that it may refuse is none to hold a law on."""
    try:
        if "reference" in how:
            return mdi.compute(table, **how)
        return mdi.compute(table, weights=how.get("weights", WEIGHTS), method=case.method)
    except mdi.ComputationError:
        if case.limits.flat or ("reference" in how and case.limits.beyond):
            reject()
        raise


def cell_of(table, number) -> tuple[int, int]:
    """An observed cell: its leaf and its area."""
    leaves, areas = np.nonzero(~np.isnan(table.values))
    place = number % leaves.size
    return int(leaves[place]), int(areas[place])


def close(case, found, expected) -> None:
    """Numbers are the same on paper."""
    near = case.limits.close
    np.testing.assert_allclose(found, expected, rtol=near, atol=near)


def same_bits(left, right, where=slice(None)) -> None:
    """The points are the same to the last bit, for some areas of the right one."""
    np.testing.assert_array_equal(left.points, right.points[:, where])
