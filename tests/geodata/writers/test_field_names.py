"""Names for a table that has room for ten characters."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.writers.field_names import short_names


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=30), unique=True, max_size=40))
def test_every_column_gets_a_name_that_fits_and_no_other_has(names):
    short = short_names(names)
    assert list(short) == names
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,9}", name) for name in short.values())
    assert len({name.casefold() for name in short.values()}) == len(names)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.from_regex("[a-z][a-z0-9]{0,9}", fullmatch=True), unique=True, max_size=20))
def test_names_that_fit_are_kept_whatever_stands_before_them(names):
    short = short_names(["employment_rank", *names])
    assert all(short[name] == name for name in names)


def test_words_are_shortened_and_not_dropped():
    names = ["living_environment", "living_environment_rank", "poor_households_numerator"]
    assert list(short_names(names).values()) == ["livi_envir", "li_env_ran", "po_hou_num"]


def test_names_that_become_alike_are_numbered():
    short = short_names(["unemployment", "unemployments", "UNEMPLOYMENTS2"])
    assert list(short.values()) == ["unemployme", "unemploy_2", "UNEMPLOY_3"]


def test_signs_and_accents_are_written_plainly():
    short = short_names(["Crimé (%)", "65+", "ß"])
    assert short == {"Crimé (%)": "Crime", "65+": "f_65", "ß": "f"}
