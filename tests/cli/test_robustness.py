"""``mdi robustness``: what a rank hangs on, in files and on the screen."""

import json

import pandas as pd
import pytest

import mdi
from mdi.sensitivity.shares import Division, variance_shares

OWN = """
id = "own"
name = { nl = "Eigen", en = "Own" }
publisher = "us"
code = "area_code"
own_names = true
"""
AREA = "GM0001"


@pytest.fixture
def ask(mdi_, of_squareland):
    return lambda question, *more: mdi_("robustness", question, *of_squareland, *more)


@pytest.fixture(scope="session")
def result(squareland):
    path = squareland / "municipality_2021.parquet"
    return mdi.compute(mdi.read_table(path, source="sample", level="municipality", year=2021))


@pytest.fixture(scope="session")
def area(result):
    """An area that is ranked and not in the most deprived tenth."""
    return result.table.codes[[*result.rank].index(result.ranked // 3)]


def test_tipping_tells_the_areas_near_the_border_and_their_weights(ask, here, result, area):
    ran = ask("tipping", "--within", 2, "--out", "near.csv")
    assert ran.code == 0
    frame = pd.read_csv(here / "near.csv")
    inside = int((result.decile == 1).sum())
    assert set(frame["rank"]) == set(range(inside - 1, inside + 3))
    assert (frame["goes"] == "out").sum() == 2
    assert frame["distance"].is_monotonic_increasing
    (found,) = mdi.tipping_weights(result, area)
    ask("tipping", "--area", area, "--out", "one.json")
    (row,) = json.loads((here / "one.json").read_bytes())["rows"]
    assert row["distance"] == pytest.approx(found.distance)
    assert row["change_income"] == pytest.approx(found.change["income"])
    assert row["alone_work"] == next(one.needed for one in found.single if one.domain == "work")
    assert row["rank_there"] == found.rank
    other = result.table.codes[[*result.rank].index(1)]
    ran = ask("tipping", "--area", area, "--past", other, "--out", "past.csv")
    assert f"past area {other}" in ran.out
    assert pd.read_csv(here / "past.csv")["goes"][0] == "in"


def test_left_out_has_a_row_for_each_part_and_a_rank_for_each_area(ask, here, result, area):
    ran = ask("left-out", "--area", area, "--out", "without.parquet")
    assert ran.code == 0
    frame = pd.read_parquet(here / "without.parquet").set_index("left_out")
    found = mdi.leave_one_out(result)
    assert list(frame.index) == list(found.nodes)
    assert frame.loc["income", f"rank_{area}"] == found.of(area)["income"]
    assert frame.loc["work", "overlap"] == pytest.approx(found.overlap[found.nodes.index("work")])
    assert f"{area} has rank {result.rank[result.position(area)]} with all of them" in ran.out


def test_importance_stands_beside_the_weight(ask, here, result):
    ran = ask("importance", "--out", "counts.xlsx")
    assert ran.code == 0
    frame = pd.read_excel(here / "counts.xlsx", engine="openpyxl").set_index("id")
    expected = mdi.importance(result)
    assert frame.loc["income", "importance"] == pytest.approx(expected.domains[0].importance)
    assert len(frame) == len(expected.domains) + len(expected.figures)
    assert f"{expected.discrepancy:.3f}" in ran.out


def test_confidence_tells_between_which_ranks_areas_lie(here, mdi_, squareland):
    frame = pd.read_parquet(squareland / "municipality_2021.parquet")
    codes = frame["area_code"].tolist()[:2]
    counts = {
        "area_code": frame["area_code"],
        "low_educated_numerator": [100 + 7 * i for i in range(len(frame))],
        "low_educated_denominator": 1000,
    }
    (here / "own.toml").write_text(OWN)
    pd.DataFrame(counts).to_csv(here / "counts.csv", index=False)
    table = mdi.IndicatorTable.from_frame(pd.DataFrame(counts), level="municipality", year=2021)
    asked = ("counts.csv", "--source", "own.toml", "--level", "municipality", "--year", 2021)
    more = ("--indicator", "low_educated", "--area", codes[0], "--area", codes[1])
    ran = mdi_("robustness", "confidence", *asked, *more, "--joint", "--out", "sets.csv")
    assert ran.code == 0, ran.all
    sets = mdi.rank_confidence(table, "low_educated", codes, mdi.Sureness(joint=True, seed=1))
    found = pd.read_csv(here / "sets.csv")
    assert found["rank_low"].tolist() == sets.low.tolist()
    assert found["rank_high"].tolist() == sets.high.tolist()
    assert "all of them at once" in ran.out


def test_bounds_tell_what_suppressed_figures_leave_possible(ask, here, result):
    ran = ask("bounds", "--limit", "smoking=0:60", "--out", "bounds.csv")
    assert ran.code == 0, ran.all
    found = pd.read_csv(here / "bounds.csv").set_index("area_code")
    expected = mdi.rank_bounds(result, limits={"smoking": (0, 60)})
    assert list(found.index) == list(expected.codes)
    assert len(found)
    for code in found.index:
        low, high = expected.of(code)
        assert found["most_deprived"].fillna(0)[code] == low
        assert found["least_deprived"].fillna(0)[code] == high
    told = json.loads((here / "bounds.csv.meta.json").read_bytes())["robustness"]
    assert told == {"question": "bounds", "below": None, "limits": {"smoking": [0.0, 60.0]}}


def test_the_multiverse_is_written_as_a_curve_or_by_area(ask, here, result, area):
    asked = ("--among", "mdi_nl", "--among", "equal", "--area", area)
    ran = ask("multiverse", *asked, "--out", "curve.csv")
    assert ran.code == 0
    curve = pd.read_csv(here / "curve.csv")
    expected = mdi.multiverse(result, weights=["mdi_nl", "equal"], follow=[area])
    assert len(curve) == len(expected) == 36
    assert curve[f"rank_{area}"].is_monotonic_increasing
    assert sorted(curve["overlap"]) == pytest.approx(sorted(expected.overlap))
    ask("multiverse", *asked, "--rows", "areas", "--out", "areas.csv")
    areas = pd.read_csv(here / "areas.csv").set_index("area_code")
    assert areas.loc[area, "top_tenth"] == pytest.approx(expected.share[result.position(area)])
    assert (areas["most_deprived"].dropna() <= areas["least_deprived"].dropna()).all()
    ran = ask("multiverse", "--choices", "none", "--among", "mdi_nl", "--among", "equal")
    assert "2 specifications" in ran.out


def test_variance_is_divided_over_what_varies(ask, here, result, area):
    more = ("--vary", "weights,choices", "--of", f"overlap,{area}", "--draws", 16, "--seed", 2)
    ran = ask("variance", *more, "--by-domain", "--pairs", "--out", "shares.csv")
    assert ran.code == 0, ran.all
    found = variance_shares(
        result.table,
        16,
        2,
        vary=["weights", "choices"],
        outputs=["overlap", area],
        divided=Division(domains=True, pairs=True),
    )
    frame = pd.read_csv(here / "shares.csv")
    assert frame["total"].dropna().tolist() == pytest.approx(
        found.to_frame()["total"].dropna().tolist()
    )
    assert set(frame["output"]) == {"overlap", area}
    told = json.loads((here / "shares.csv.meta.json").read_bytes())["variance_shares"]
    assert told["fingerprint"] == found.fingerprint


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
def test_every_format_is_written(ask, here, ending):
    assert ask("importance", "--out", f"counts.{ending}").code == 0
    assert (here / f"counts.{ending}").stat().st_size > 1000


@pytest.mark.parametrize(
    ("question", "more", "code", "said"),
    [
        ("tipping", ("--area", "GM0099"), 3, "GM0099"),
        ("tipping", ("--method", "nonsense"), 4, "nonsense"),
        ("left-out", ("--area", "GM0099"), 3, "GM0099"),
        ("importance", ("--out", "counts.txt"), 2, "an ending that is not known"),
        ("confidence", ("--indicator", "smoking"), 2, "name an area or more"),
        ("confidence", ("--indicator", "smking", "--area", AREA), 4, "smoking"),
        ("bounds", ("--limit", "smoking=5"), 2, "no INDICATOR=LOW:HIGH"),
        ("bounds", ("--limit", "smoking=9:5"), 3, "lowest first"),
        ("multiverse", ("--choices", "none"), 4, "nothing to choose"),
        ("multiverse", ("--area", "GM0099"), 3, "GM0099"),
        ("variance", ("--draws", "100"), 4, "powers of 2"),
        ("variance", ("--of", "nonsense"), 3, "no output and no area"),
        ("variance", ("--vary", "weigths"), 4, "did you mean 'weights'"),
    ],
)
def test_what_cannot_be_answered_is_told(ask, question, more, code, said):

    ran = ask(question, *more)
    assert ran.code == code, ran.all
    assert said in ran.all
