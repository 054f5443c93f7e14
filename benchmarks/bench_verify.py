"""The verification of an official index of England's size, warm, after reading its file.

The edition is invented: random domain ranks with ties, of as many areas as the Indices of
Deprivation 2019. It is computed by the engine and by a plain pandas twin.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import Finding, in_words, medians
from mdi.indices.model import OfficialIndex, load_index
from mdi.verification import Published, read_published, verify_published

AREAS = 32_844
BUDGET = 1.0  # seconds


def run(areas: int = AREAS, rounds: int = 5) -> list[Finding]:
    """Seconds after reading against the budget, and against the twin."""
    index = load_index("iod2019")
    published = read_back(edition(index, areas), index)
    agree(index, published)
    seconds = medians(
        {
            "engine": lambda: verify_published(index, published).plain(),
            "twin": lambda: twin(index, published),
        },
        rounds,
    )
    ours, theirs = seconds["engine"], seconds["twin"]
    what = f"verify {index.id} after reading"
    return [
        Finding(f"{what} ÷ {BUDGET:g} s", f"{in_words(ours)}, {areas:,} areas", ours / BUDGET, 1),
        Finding(
            f"{what}, twin ÷ engine",
            f"{in_words(theirs)} ÷ {in_words(ours)}",
            theirs / ours,
            1,
            at_least=True,
        ),
    ]


def edition(index: OfficialIndex, areas: int, seed: int = 1) -> pd.DataFrame:
    """An invented edition, with the index that the twin computes of it."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"area_code": [f"A{number:08d}" for number in range(areas)]})
    common = rng.normal(size=areas)
    for name in index.domains:
        raw = pd.Series(np.round(common + rng.normal(size=areas), 3))
        frame[f"{name}_rank"] = raw.rank(ascending=False, method="min")
    figures = {f"{name}_rank": frame[f"{name}_rank"].to_numpy() for name in index.domains}
    return frame.assign(**twin_of(index, figures))


def read_back(frame: pd.DataFrame, index: OfficialIndex) -> Published:
    """Write the edition and read it as `mdi verify` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edition.csv.gz"
        frame.to_csv(path, index=False)
        return read_published(path, index)


def agree(index: OfficialIndex, published: Published) -> None:
    """Stop unless the engine and the twin agree in every area.

    Raises:
        SystemExit: they differ.
    """
    found = verify_published(index, published).comparisons
    if any(comparison.largest > 1e-9 for comparison in found.values()):
        sys.exit("engine and twin differ; nothing was measured")


def twin(index: OfficialIndex, published: Published) -> dict[str, object]:
    """The same by pandas: index, ranks and deciles, and how closely they are met."""
    computed = twin_of(index, published.columns)
    found: dict[str, object] = {}
    for name, ours in computed.items():
        difference = (ours - published.columns[name]).abs()
        worst = difference.nlargest(10).index
        found[name] = ((difference == 0).mean(), difference.max(), worst)
    return found


def twin_of(index: OfficialIndex, ranks: dict[str, np.ndarray]) -> dict[str, pd.Series]:
    """Score, rank and decile from domain ranks, by formulas F14 and F21."""
    total = 0.0
    for name, weight in index.domains.items():
        rank = pd.Series(ranks[f"{name}_rank"]).rank(ascending=False)
        share = rank / rank.count()
        total = total + weight / index.of * -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
    score = total.round(12)
    rank = score.rank(ascending=False, method="min")
    decile = np.ceil(10 * rank / rank.count())
    return {"index_score": score, "index_rank": rank, "index_decile": decile}
