"""What becomes of areas that lose two heavy domains, by the policy for missing children.

From the domain ranks of an official index two domains are removed together from a random
tenth of the areas. Each policy completes them, all areas are ranked anew, and it is counted
how many of the most deprived tenth among the affected are found again (recall), and how
many of those found belong there (precision). The points of the two domains are those of
the ranks among the areas that still have them, so that nothing hidden is used.

Run on its own: ``python -m benchmarks.bench_completion --data FILE --seed 1``.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import twin_completion
from benchmarks.measure import Finding, in_words, medians
from mdi.core.weighing import weighted_mean
from mdi.fitted import Bools, Floats
from mdi.missing import Copula, Zero
from mdi.normalisation import ExponentialRank, NormalScore
from mdi.ranking import ranks

ENGLAND = {
    "income": 22.5, "employment": 22.5, "education": 13.5, "health": 13.5,
    "crime": 9.3, "barriers": 9.3, "living_environment": 9.3,
}  # fmt: skip
PUBLISHED = Path("england") / "iod2019_lsoa_merged.csv.gz"
INVENTED = "The published data are not here; the country is invented."
HIDDEN = ["income", "employment"]
AREAS = 14_500
FASTER = 3.0  # times, than the twin
DRAWS = 5


@dataclass(frozen=True)
class Index:
    """An index to hide a part of.

    Attributes:
        ranks: (k, n) rank in each domain; 1 is the most deprived.
        weights: (k,) of the domains.
        hidden: (k,) the domains that are hidden together.
    """

    ranks: Floats
    weights: Floats
    hidden: Bools

    def points(self, rule: ExponentialRank | NormalScore, affected: Bools) -> Floats:
        """(k, n) points of the ranks that are left; NaN for what the affected areas lose."""
        left = np.where(np.outer(self.hidden, affected), np.nan, self.ranks)
        return _points(rule, left, -1.0)

    def top(self, points: Floats) -> Bools:
        """(n,) whether an area is in the most deprived tenth, by what it has of its points."""
        scores = np.empty(points.shape[1])
        weighted_mean(points, np.arange(len(points)), self.weights, 1.0, scores)
        given, ranked = ranks(scores)
        return np.asarray((given > 0) & (given <= ranked / 10))


@dataclass(frozen=True)
class Recovery:
    """How well the most deprived tenth among the affected areas is found again."""

    recall: float
    precision: float


def recovery(index: Index, seed: int, share: float = 0.1) -> dict[str, Recovery]:
    """Recall and precision by policy, for one random choice of affected areas."""
    n = index.ranks.shape[1]
    affected = np.zeros(n, bool)
    affected[np.random.default_rng(seed).choice(n, round(share * n), replace=False)] = True
    truth = index.top(index.points(ExponentialRank(), np.zeros(n, bool)))
    rules = {"copula": _by_copula, "renormalise": _as_they_are, "zero": _by_zero}
    return {
        name: _compared(index.top(rule(index, affected))[affected], truth[affected])
        for name, rule in rules.items()
    }


def read(path: Path, weights: dict[str, float], hide: list[str]) -> Index:
    """An index from a file with a column ``<domain>_rank``, or the domain's first word.

    Raises:
        SystemExit: the file or one of its columns is not there, or a rank is no number.
    """
    try:
        frame = pd.read_csv(path)
    except (OSError, ValueError) as error:
        sys.exit(f"{path} cannot be read as CSV: {error}")
    columns = {domain: _column(frame, domain) for domain in weights}
    lacking = [f"{domain}_rank" for domain, column in columns.items() if column is None]
    if lacking:
        sys.exit(f"{path} has no column {', '.join(lacking)}")
    found = frame[list(columns.values())].apply(pd.to_numeric, errors="coerce").dropna()
    if len(found) < len(frame):
        print(f"{len(frame) - len(found)} areas without all ranks are left out.")
    return _index(found.to_numpy(float).T, weights, hide)


def invented(areas: int, seed: int = 1) -> Index:
    """A country whose domains hang together about as those of England do."""
    rng = np.random.default_rng(seed)
    loadings = np.array([0.97, 0.95, 0.85, 0.9, 0.65, 0.2, 0.4])[:, np.newaxis]
    own = rng.normal(size=(len(ENGLAND), areas))
    wealth = loadings * rng.normal(size=areas) + np.sqrt(1 - loadings**2) * own
    return _index(wealth.argsort(axis=1).argsort(axis=1) + 1.0, ENGLAND, HIDDEN)


def published() -> Index | None:
    """England's index of 2019, if the published data are beside the project."""
    beside = Path(__file__).parent.parent.parent / "shared" / "data"
    path = Path(os.environ.get("MDI_SHARED_DATA", beside)) / PUBLISHED
    return read(path, ENGLAND, HIDDEN) if path.is_file() else None


def run(areas: int = AREAS, rounds: int = 3, seed: int = 1) -> list[Finding]:
    """How well the copula finds areas again, and how fast, for 7 and for 20 children."""
    index = published()
    if index is None:
        print(INVENTED)
        index = invented(areas)
    return [*found_again(index, seed), speed(areas, 7, rounds), speed(areas, 20, rounds)]


def found_again(index: Index, seed: int, share: float = 0.1) -> list[Finding]:
    """Recall and precision of the copula against their targets; the other policies beside.

    The mean of some draws of areas: in a single draw chance moves them by 0.02.
    """
    draws = [recovery(index, seed + draw, share) for draw in range(DRAWS)]

    def mean(policy: str, what: str) -> float:
        return float(np.mean([getattr(by[policy], what) for by in draws]))

    return [
        Finding(
            f"{what} of the top tenth, copula, {DRAWS} draws",
            f"renormalise {mean('renormalise', what):.2f}, zero {mean('zero', what):.2f}",
            mean("copula", what),
            target,
            at_least=True,
        )
        for what, target in (("recall", 0.80), ("precision", 0.85))
    ]


def speed(areas: int, children: int, rounds: int) -> Finding:
    """Fitting and filling against the twin, once both give the same.

    Raises:
        SystemExit: they differ.
    """
    rows = gappy(areas, children)
    frame, everyone = pd.DataFrame(rows.T), np.ones(areas, bool)

    def ours() -> Floats:
        filled = rows.copy()
        Copula().fit(rows, everyone).fill(filled)
        return filled

    theirs = twin_completion.complete(frame).to_numpy().T
    if not np.allclose(ours(), theirs, rtol=0, atol=1e-9, equal_nan=True):
        sys.exit("engine and twin differ in copula completion; nothing was measured")
    tasks = {"ours": ours, "twin": lambda: twin_completion.complete(frame)}
    seconds = medians(tasks, rounds)
    figures = f"{in_words(seconds['twin'])} ÷ {in_words(seconds['ours'])}"
    what = f"copula, {areas:,} × {children}, twin ÷ engine"
    return Finding(what, figures, seconds["twin"] / seconds["ours"], FASTER, at_least=True)


def gappy(areas: int, children: int, seed: int = 1) -> Floats:
    """(children, areas) correlated points; a tenth of the areas lacks one to three of them."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(children, areas)) + rng.normal(size=areas)
    affected = rng.choice(areas, areas // 10, replace=False)
    for _ in range(3):
        rows[rng.integers(0, children, affected.size), affected] = np.nan
    return rows


def main() -> int:
    """One index, one choice of areas, every policy; 0 where the targets are met."""
    asked = _asked()
    if asked.data is None:
        index = published()
        print("English Indices of Deprivation 2019." if index else INVENTED)
        index = index or invented(2 * AREAS)
    else:
        index = read(asked.data, dict(asked.domains), asked.hide)
    print(f"{index.ranks.shape[1]:,} areas, seed {asked.seed}, share {asked.share:g}")
    for name, found in recovery(index, asked.seed, asked.share).items():
        print(f"{name:<14}recall {found.recall:.3f}  precision {found.precision:.3f}")
    findings = [*found_again(index, asked.seed, asked.share), speed(AREAS, len(ENGLAND), 3)]
    print(*findings, sep="\n")
    return 0 if all(finding.met for finding in findings) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="CSV with a column <domain>_rank per domain")
    parser.add_argument("--seed", type=int, default=1, help="which areas are affected")
    parser.add_argument("--share", type=_share, default=0.1, help="how many: 0.1 is a tenth")
    parser.add_argument(
        "--domains", type=_weighted, nargs="+", default=list(ENGLAND.items()),
        metavar="ID=WEIGHT", help="domains of the file; England's if not given",
    )  # fmt: skip
    parser.add_argument("--hide", nargs="+", default=HIDDEN, help="domains removed together")
    return parser.parse_args()


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share < 1:
        message = "a share lies between 0 and 1"
        raise argparse.ArgumentTypeError(message)
    return share


def _weighted(text: str) -> tuple[str, float]:
    domain, _, weight = text.partition("=")
    return domain, float(weight)


def _column(frame: pd.DataFrame, domain: str) -> str | None:
    """``living_environment_rank``, or ``living_rank``."""
    names = (f"{domain}_rank", f"{domain.partition('_')[0]}_rank")
    return next((name for name in names if name in frame), None)


def _index(ranks_of: Floats, weights: dict[str, float], hide: list[str]) -> Index:
    unknown = sorted(set(hide) - set(weights))
    if unknown:
        sys.exit(f"there is no domain {', '.join(unknown)} to hide")
    hidden = np.array([domain in hide for domain in weights])
    return Index(np.ascontiguousarray(ranks_of), np.array(list(weights.values())), hidden)


def _points(rule: ExponentialRank | NormalScore, values: Floats, sign: float) -> Floats:
    points = np.empty(values.shape)
    everyone = np.ones(values.shape[1], bool)
    for row, given in zip(values, points, strict=True):
        rule.apply(row, sign, everyone, given)
    return points


def _as_they_are(index: Index, affected: Bools) -> Floats:
    return index.points(ExponentialRank(), affected)


def _by_copula(index: Index, affected: Bools) -> Floats:
    points = index.points(ExponentialRank(), affected)
    Copula().fit(points, np.ones(affected.size, bool)).fill(points)
    return points


def _by_zero(index: Index, affected: Bools) -> Floats:
    """As Scotland does it: missing normal scores become 0 before the exponential ranks."""
    scores = index.points(NormalScore(), affected)
    Zero().fit(scores, np.ones(affected.size, bool)).fill(scores)
    return _points(ExponentialRank(), scores, 1.0)


def _compared(found: Bools, truth: Bools) -> Recovery:
    both = int((found & truth).sum())
    return Recovery(both / max(int(truth.sum()), 1), both / max(int(found.sum()), 1))


if __name__ == "__main__":
    sys.exit(main())
