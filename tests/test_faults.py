"""Whatever is wrong with a declaration is told in words of its own, and with its key."""

import re
from typing import Annotated, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

import mdi
from mdi.declaration import Declaration
from mdi.domains.model import Domain, Indicator
from mdi.faults import problems_of
from mdi.geographies.model import Geography
from mdi.indices.model import OfficialIndex, Step
from mdi.methods.model import Method, NodeRules
from mdi.regions import Region, Regions
from mdi.sources.model import Column, Source
from mdi.weights.model import WeightSet
from mdi.yardstick import Yardstick

JARGON = re.compile(
    r"Input|[Ss]hould|Tuple|Dictionary|String|Field|\btag\b|permitted|instance|JSON:.*EOF"
)
VALUES = ["x", "", 0, -1, 2.5, float("nan"), True, None, [], [1], {}, {"x": 1}, {"by": "x"}]
KINDS = [
    *(Method, NodeRules, WeightSet, Source, Column, Geography, OfficialIndex, Step),
    *(Domain, Indicator, Region, Regions, Yardstick),
]


class Plain(Declaration):
    by: Literal["plain"] = "plain"


class Sharp(Declaration):
    by: Literal["sharp"] = "sharp"
    edge: int
    teeth: tuple[Plain, ...] = Field(default=(), min_length=2)


Blade = Annotated[Plain | Sharp, Field(discriminator="by")]


def told(given, kind=Blade):
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(kind).validate_python(given)
    return [str(problem) for problem in problems_of(raised.value, kind)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_value_of_any_key_is_answered_in_the_jargon_of_the_reader(kind):
    answers = []
    for key in [*kind.model_fields, "no_key"]:
        for value in VALUES:
            with pytest.raises(mdi.DeclarationError) as raised:
                kind.parse({key: value, "another": 1}, "x.toml")
            answers.append(str(raised.value))
    assert answers
    assert [answer for answer in answers if JARGON.search(answer)] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"by": "shrap"}, ["key 'by': there is no 'shrap'; did you mean 'sharp'?"]),
        ({"by": 5}, ["key 'by': there is no 5; choose one of: plain, sharp"]),
        ({}, ["'by' is missing; choose one of: plain, sharp"]),
        (
            "sharpe",
            ["expected a table such as { by = \"sharp\", edge = … } (found 'sharpe')"],
        ),
        ([], ['expected a table such as { by = "plain" } (found an empty list)']),
        ({"by": "sharp"}, ["key 'edge' is missing"]),
        (
            {"by": "plain", "edge": 1},
            ["key 'edge' is not known; 'plain' has no keys of its own"],
        ),
        (
            {"by": "sharp", "edge": True, "egde": 1},
            ["key 'egde' is not known; did you mean 'edge'?"],
        ),
    ],
)
def test_a_rule_of_a_union_is_told_by_the_keys_that_were_written(given, words):
    assert told(given) == words


def test_a_list_is_too_short_by_what_was_written_and_not_by_what_was_right():
    of = {"by": "sharp", "edge": 1}
    wrong = {"by": "plane"}
    assert told(of | {"teeth": [wrong]}) == [
        "key 'teeth.0.by': expected 'plain' (found 'plane')",
        "key 'teeth': expected 2 or more entries (found a list of 1)",
    ]
    assert told(of | {"teeth": [{}, wrong]}) == [
        "key 'teeth.1.by': expected 'plain' (found 'plane')",
    ]


def test_without_the_model_the_words_are_the_same_and_the_path_is_that_of_the_reader():
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(Blade).validate_python({"by": "sharp", "edge": 1, "x": 1})
    assert [str(problem) for problem in problems_of(raised.value)] == ["key 'sharp.x' is not known"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is no JSON: it ends too early"),
        ('{"level": ', "it is no JSON: it ends too early"),
        ('{"level": x}', "it is no JSON: expected value at line 1 column 11"),
        ("[1]", 'expected a table such as { fingerprint = "…", engine = "…", level = "…", year'),
        ('{"level": 3}', "key 'level': expected a text (found 3)"),
        ('{"levle": "x"}', "key 'levle' is not known; did you mean 'level'?"),
        ('{"fits": {"a": {"scale": 1}}}', "key 'fits.a.scale': expected a table such as { kind"),
        (
            '{"fits": {"a": {"scale": {"kind": "ranks", "sing": 1}}}}',
            "key 'fits.a.scale.sing' is not known; did you mean 'sign'?",
        ),
    ],
)
def test_a_yardstick_that_is_none_says_why(tmp_path, content, words):
    path = tmp_path / "mine.json"
    path.write_text(content)
    with pytest.raises(mdi.DeclarationError) as raised:
        Yardstick.load(path)
    assert words in str(raised.value)
