"""A place in a declaration knows the keys that were written and what may stand there."""

from typing import Annotated

from pydantic import Discriminator, Tag

from mdi.domains.model import Domain, Indicator
from mdi.methods.model import Method, NodeRules
from mdi.place import place_of
from mdi.weighting import Declared


def test_the_name_of_a_rule_is_no_key():
    place = place_of(Method, ("nodes", "exponential_rank", "aggregation", "power_mean", "power"))
    assert place.keys == ("nodes", "exponential_rank", "aggregation", "power")
    assert place_of(Method, ("nodes", "power_mean")).models == [NodeRules]


def test_a_tree_is_followed_to_any_depth():
    place = place_of(Domain, ("indicators", 0, "parts", 3, "parts", 1))
    assert place.models == [Indicator]
    assert place.keys == ("indicators", 0, "parts", 3, "parts", 1)


def test_an_unknown_key_leads_nowhere_and_is_kept():
    place = place_of(Method, ("indicator", "minmax", "floor"))
    assert place.keys == ("indicator", "minmax", "floor")
    assert not place.fields


def test_the_rules_of_a_union_are_known_by_the_value_that_chooses_them():
    place = place_of(Method, ("weighting",))
    assert place.rules["declared"] is Declared
    assert place.choosing == {"by"}


def test_the_name_that_a_function_gives_a_part_of_a_union_is_no_key():
    part = Discriminator(lambda given: "name" if isinstance(given, str) else "own")
    either = Annotated[Annotated[str, Tag("name")] | Annotated[Method, Tag("own")], part]
    place = place_of(either, ("own", "indicators", "minmax", "floor"))
    assert place.keys == ("indicators", "floor")
    assert place_of(either, ("own",)).models == [Method]


def test_an_example_has_the_keys_that_are_needed():
    texts = place_of(Method, ("name",))
    assert texts.example("x") == 'a table such as { nl = "…", en = "…" }'
    rules = place_of(Method, ("indicators",))
    goalposts = 'a table such as { by = "goalposts", best = …, worst = … }'
    assert rules.example("goalpost") == goalposts
    assert rules.example(3) == 'a table such as { by = "normal_score" }'
    assert place_of(Method, ("deciles",)).example(3) == 'a table such as { by = "areas" }'
