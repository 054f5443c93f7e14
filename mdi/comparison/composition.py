"""Why the mean of a larger area changed: its areas did, or its people moved between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.fitted import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class MeanChange:
    """The change of population-weighted means, taken apart; `within + composition = total`.

    All are NaN where a group has no people before or after.

    Attributes:
        before: (g,) the mean of each group.
        after: (g,) the mean afterwards.
        total: (g,) its change.
        within: (g,) because the scores of its areas changed.
        composition: (g,) because its people are spread over its areas otherwise.
    """

    before: Floats
    after: Floats
    total: Floats
    within: Floats
    composition: Floats


def change_of_means(
    scores: tuple[Floats, Floats], people: tuple[Floats, Floats], groups: Ints
) -> MeanChange:
    """Take the change of group means apart, exactly, with the means of both times.

    Args:
        scores: (n,) before and after; NaN where there is none. Areas without a score
            or with unknown inhabitants in one of them are left out of both means.
        people: (n,) inhabitants before and after.
        groups: (n,) the number of the group of each area, 0 upwards; −1 for none.

    Returns:
        Numbers of g groups, g − 1 being the highest number of a group.

    Source: formula F37: ΔȲ = Σ p̄ Δy + Σ (ȳ − Ȳ̄) Δp.
    """
    known = (groups >= 0) & ~np.isnan(scores[0] + scores[1] + people[0] + people[1])
    count = int(groups.max(initial=-1)) + 1
    group = groups[known]
    before, after = (np.asarray(score[known]) for score in scores)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(group, values, count), np.float64)

    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = ((p[known] / total(p[known])[group]) for p in people)
        means = total(first * before), total(second * after)
        empty = total(people[0][known]) * total(people[1][known]) <= 0
    middle = ((means[0] + means[1]) / 2)[group]
    within = total((first + second) / 2 * (after - before))
    composition = total(((before + after) / 2 - middle) * (second - first))
    numbers = (*means, means[1] - means[0], within, composition)
    return MeanChange(*(np.where(empty, np.nan, each) for each in numbers))
