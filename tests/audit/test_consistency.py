"""Cronbach's α, eigenvalues and KMO against plain twins, and where there are none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.audit import audit
from mdi.audit.consistency import cronbach, sampling_adequacy
from tests.countries import table_of

NONE = float("nan")
SAFETY = ("violent_offences", "property_offences", "road_accidents")
relaxed = settings(deadline=None, max_examples=30)


def factor_rows(k=5, n=60, seed=2):
    """Rows that share one factor."""
    rng = np.random.default_rng(seed)
    return 50 + rng.normal(size=n) + rng.uniform(0.5, 2, (k, 1)) * rng.normal(size=(k, n))


def safety(*columns):
    """What is found of the domain of safety, with these columns and no transformation."""
    table = table_of(dict(zip(SAFETY, columns, strict=False)))
    found = audit(mdi.compute(table, method="zscore"))
    return next(node for node in found.consistency if node.node == "safety")


def variance(values):
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


def partial(rows, i, j):
    """The correlation of what is left of two rows when all the others are taken out."""
    others = np.vstack([np.ones(rows.shape[1]), np.delete(rows, [i, j], axis=0)]).T
    left, right = (row - others @ np.linalg.lstsq(others, row)[0] for row in (rows[i], rows[j]))
    return np.corrcoef(left, right)[0, 1]


def test_alpha_is_what_two_loops_find():
    rows = factor_rows().tolist()
    total = [sum(column) for column in zip(*rows, strict=True)]
    expected = 5 / 4 * (1 - sum(map(variance, rows)) / variance(total))
    alpha, reason = cronbach(np.array(rows))
    assert alpha == pytest.approx(expected, rel=1e-12)
    assert reason is None


def test_kmo_is_what_regressions_find():
    rows = factor_rows()
    related = np.corrcoef(rows)
    whole = partly = 0.0
    for i in range(5):
        for j in range(5):
            if i != j:
                whole += related[i, j] ** 2
                partly += partial(rows, i, j) ** 2
    kmo, reason = sampling_adequacy(related, np.linalg.eigvalsh(related)[::-1])
    assert kmo == pytest.approx(whole / (whole + partly), rel=1e-9)
    assert reason is None


@given(seed=st.integers(0, 10**6), k=st.integers(2, 8))
@relaxed
def test_kmo_is_between_nothing_and_one(seed, k):
    related = np.corrcoef(factor_rows(k, 40, seed))
    kmo, _ = sampling_adequacy(related, np.linalg.eigvalsh(related)[::-1])
    assert 0 <= kmo <= 1


def test_two_children_have_a_kmo_of_a_half():
    found = safety(*factor_rows(2))
    assert found.kmo == pytest.approx(0.5)


def test_identical_children_have_an_alpha_of_one_and_no_kmo():
    row = factor_rows(1)[0]
    found = safety(row, row, row)
    assert found.alpha == pytest.approx(1)
    assert found.eigenvalues == pytest.approx((3, 0, 0))
    assert found.first == pytest.approx(1)
    assert found.kmo is None
    assert found.reasons == {"kmo": "collinear"}


def test_eigenvalues_fall_and_sum_to_the_number_of_children():
    rows = factor_rows(3)
    found = safety(*rows)
    assert sum(found.eigenvalues) == pytest.approx(3)
    assert list(found.eigenvalues) == sorted(found.eigenvalues, reverse=True)
    scores = np.linalg.svd((rows.T - rows.mean(axis=1)) / rows.std(axis=1), compute_uv=False)
    assert found.eigenvalues == pytest.approx(scores**2 / 60)
    assert found.first == pytest.approx(found.eigenvalues[0] / 3)


def test_only_areas_with_all_children_count():
    rows = factor_rows(3)
    gappy = rows.copy()
    gappy[0, :7] = NONE
    found = safety(*gappy)
    assert found.areas == 53
    points = [(row - np.nanmean(row)) / np.nanstd(row, ddof=1) for row in gappy]
    assert found.alpha == pytest.approx(cronbach(np.array(points)[:, 7:])[0])


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ([[1.0, 2, 3, 4, 5]], "only_child"),
        ([[NONE] * 5], "no_figures"),
        ([[1.0, 2, 3], [3.0, 1, 2], [2.0, 1, 5]], "too_few_areas"),
        ([[1.0, NONE, 3, NONE, 5], [NONE, 2.0, NONE, 4, 9], [1.0, 2, 3, 4, 4]], "too_few_areas"),
        ([[1.0, 2, 3, 4, 5], [7.0, 7, 7, 7, 7], [2.0, 1, 4, 3, 4]], "constant"),
    ],
)
def test_where_nothing_can_be_measured_a_word_says_why(columns, reason):
    found = safety(*columns)
    assert (found.alpha, found.first, found.kmo, found.eigenvalues) == (None, None, None, ())
    assert found.reasons == {"alpha": reason, "first": reason, "kmo": reason}


def test_children_that_cancel_out_have_no_alpha():
    row = factor_rows(1)[0]
    found = safety(row, 100 - row)
    assert found.alpha is None
    assert found.reasons == {"alpha": "cancel_out", "kmo": "collinear"}


def test_children_without_anything_in_common_have_no_kmo():
    found = safety([1.0, 1, 2, 2], [1.0, 2, 1, 2])
    assert found.kmo is None
    assert found.reasons == {"kmo": "uncorrelated"}
    assert found.alpha == pytest.approx(0)
