"""JSON made column by column is that of plain Python."""

import json

import orjson
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mdi.editions.postgis.domain_documents import domain_documents, domains_of, ranks_within

FIGURES = st.none() | st.floats(allow_nan=False, allow_infinity=False)
RANKS = st.none() | st.integers(1, 20_000)
WORDS = st.none() | st.sampled_from(["zero", "copula"])
ROWS = st.lists(st.tuples(FIGURES, RANKS, WORDS, FIGURES, RANKS), min_size=1, max_size=20)


@given(ROWS)
def test_every_domain_has_its_points_and_rank(rows):
    income, income_rank, filled, work, work_rank = map(list, zip(*rows, strict=True))
    table = pa.table(
        {
            "area_code": pa.array(["x"] * len(rows)),
            "rank": pa.array([1] * len(rows)),
            "income": pa.array(income, pa.float64()),
            "income_rank": pa.array(income_rank, pa.int64()),
            "income_filled": pa.array(filled, pa.string()),
            "work": pa.array(work, pa.float64()),
            "work_rank": pa.array(work_rank, pa.int64()),
        }
    )
    expected = [
        {
            "income": {"points": row[0], "rank": row[1], "filled": row[2]},
            "work": {"points": row[3], "rank": row[4]},
        }
        for row in rows
    ]
    assert [json.loads(text) for text in domain_documents(table).to_pylist()] == expected


def test_a_result_without_domains_has_empty_documents():
    table = pa.table({"index": [1.0, 2.0], "rank": [2, 1]})
    assert domain_documents(table).to_pylist() == ["{}", "{}"]
    assert ranks_within(table).to_pylist() == [None, None]


def test_ranks_within_larger_areas_are_named_after_the_level():
    table = pa.table({"rank": [2, 1], "rank_in_province": [1, None]})
    found = [orjson.loads(text) for text in ranks_within(table).to_pylist()]
    assert found == [{"province": 1}, {"province": None}]
    assert domains_of(table.column_names) == []
