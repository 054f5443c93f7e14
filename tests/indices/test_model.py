"""Official indices are declarations: complete, consistent, and refused where they are not."""

import pytest

import mdi
from mdi.declaration import names
from mdi.indices.model import HERE, OfficialIndex, load_index
from mdi.indices.words import conventions, expectations
from tests.indices.plain import EDITIONS

every_index = pytest.mark.parametrize("name", names(HERE))

SMALL = {
    "id": "small",
    "name": {"nl": "klein", "en": "small"},
    "publisher": "nobody",
    "source": "nowhere",
    "domains": {"income": 1},
    "expect": {"rank": {"share": 1}},
}


def test_the_official_indices_are_there():
    assert set(names(HERE)) == set(EDITIONS)


@every_index
def test_domains_and_weights_are_those_of_the_literature(name):
    index, rules = load_index(name), EDITIONS[name]
    assert index.id == name
    assert list(index.domains) == rules.names()
    shares = [weight / index.of for weight in index.domains.values()]
    assert shares == pytest.approx(list(rules.weights), abs=1e-15)
    assert index.weights.total / index.weights.base == pytest.approx(sum(rules.weights))


@every_index
def test_its_words_tell_convention_and_expectation(name):
    index, rules = load_index(name), EDITIONS[name]
    said = " ".join(conventions(index))
    assert ("rank − 1" in said) == (rules.decile == "floor")
    assert ("tied areas share the rank that is published" in said) == (rules.ties == "min")
    if rules.form == "rank":
        assert ("R = (ρ − 1) ÷ N" in said) == ("(N - r)" in rules.share)
    assert list(expectations(index))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("iod2019", ["rank 99.9% exact, none off by more than 1", "decile 100% exact"]),
        ("iod2019", ["score none off by more than 0.00051"]),
        ("iod2025", ["rank 100% exact", "score none off by more than 0.00051"]),
        ("iod2010", ["rank 99.9% exact, none off by more than 1", "decile 99.9% exact"]),
        ("iod2010", ["score none off by more than 0.0051"]),
        ("wimd2019", ["rank 100% exact", "decile 100% exact", "score none off by more than 1e-07"]),
        ("simd2016", ["rank 100% exact"]),
        ("simd2020", ["rank 99.5% exact, none off by more than 2"]),
        ("nimdm2017", ["rank 83% exact, none off by more than 5"]),
        ("bimd2011", ["score none off by more than 1e-09"]),
    ],
)
def test_what_is_expected_is_what_was_promised(name, words):
    assert set(words) <= set(expectations(load_index(name)))


def test_an_unknown_index_is_refused_with_the_nearest():
    with pytest.raises(mdi.DeclarationError, match="did you mean 'iod2019'"):
        load_index("iod2091")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"expect": {}}, "declare something of rank, decile or score"),
        ({"expect": {"rank": {}}}, "declare 'share', 'largest' or 'median'"),
        ({"expect": {"rank": {"share": 1.5}}}, "expected a number of at most 1"),
        ({"reads": ["decile"]}, "'rank' or 'score'"),
        ({"domains": {}}, "expected 1 or more"),
        ({"colour": "red"}, "'colour' is not known"),
        (
            {"steps": [{"domain": "x", "weighting": {"by": "equal"}, "indicators": ["a"]}]},
            "indicators",
        ),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(change, message):
    OfficialIndex.parse(SMALL, "small.toml")
    with pytest.raises(mdi.DeclarationError, match=message):
        OfficialIndex.parse(SMALL | change, "small.toml")


def step(**changes):
    parts = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    return {"domain": "income", "weighting": {"by": "equal"}, "indicators": parts} | changes


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (step(domain="wealth"), "steps of domains that are not declared: wealth"),
        (step(weights={"largest": 1}), "every indicator has a 'weight'"),
    ],
)
def test_a_step_belongs_to_a_domain_and_to_published_weights(wrong, message):
    OfficialIndex.parse(SMALL | {"steps": [step()]}, "small.toml")
    with pytest.raises(mdi.DeclarationError, match=message):
        OfficialIndex.parse(SMALL | {"steps": [wrong]}, "small.toml")
