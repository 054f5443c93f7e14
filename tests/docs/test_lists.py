"""Lists that are made of the code, and the formulas that are cited."""

import re

import pytest

from tests.docs.rules import MODELS, UNIONS, blocks_of, rewritten
from tests.docs.running import ROOT, WRITE

REFERENCE = ROOT / "docs" / "reference"
METHODS = REFERENCE / "methods.md"
PROOF = ROOT / "docs" / "explanation" / "proof.md"
CITED = re.compile(r"\bF([0-9]{1,2})\b")
FROM_TO = re.compile(r"\bF([0-9]+) to F([0-9]+)\b")


@pytest.mark.parametrize("page", [METHODS, PROOF], ids=lambda page: page.stem)
def test_what_is_made_of_the_code_is_what_the_code_says(page):
    content = page.read_text(encoding="utf-8")
    if WRITE:
        page.write_text(rewritten(content), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == rewritten(content), "run with MDI_WRITE_DOCS=1"
    assert blocks_of(content)


def test_every_union_is_in_the_list():
    assert set(blocks_of(METHODS.read_text(encoding="utf-8"))) == {*UNIONS, *MODELS}


@pytest.mark.parametrize("package", ["mdi", "geodata", "api", "docs"])
def test_every_formula_that_is_cited_is_explained(package):
    files = [path for end in ("py", "md") for path in (ROOT / package).rglob(f"*.{end}")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    cited = {int(number) for number in CITED.findall(text)}
    for first, last in FROM_TO.findall(text):
        cited |= set(range(int(first), int(last) + 1))
    explained = re.findall(
        r"^### F(\d+) ", (REFERENCE / "formulas.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert cited - {int(number) for number in explained} == set()
