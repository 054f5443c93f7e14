"""The page with worked examples says what the examples say."""

from tests.docs.running import ROOT, WRITE
from tests.docs.worked import FAMILIES, page
from tests.examples.reading import EXAMPLES

PAGE = ROOT / "docs" / "reference" / "worked-examples.md"


def test_the_page_is_that_of_the_examples():
    if WRITE:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "run again with MDI_WRITE_DOCS=1"


def test_every_family_has_examples_and_a_heading():
    assert {example.family for example in EXAMPLES} == set(FAMILIES)
