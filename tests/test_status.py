"""Statuses have one word each; only what was observed or estimated has a figure."""

from mdi.status import STATUS_OF, AreaStatus, CellStatus


def test_a_word_leads_to_its_status_and_back():
    assert {word: status.word for word, status in STATUS_OF.items()} == {w: w for w in STATUS_OF}
    assert STATUS_OF["not_yet_published"] is CellStatus.NOT_YET_PUBLISHED


def test_only_observed_and_estimated_cells_have_a_figure():
    assert [s for s in CellStatus if s.has_value] == [CellStatus.OBSERVED, CellStatus.ESTIMATED]


def test_the_status_of_an_area_is_its_word():
    assert f"{AreaStatus.FEW_INHABITANTS}" == "few_inhabitants"
