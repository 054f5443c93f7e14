"""The battery: every rule of every union by itself; and where each law of the engine lives.

=====================================  ======================================================
Every rule of every union, by itself   battery: more is worse in both directions, missing
                                       stays missing, a flat reference is finite, a scale does
                                       not depend on the subset, order of areas, size of
                                       weights, files, threads, fingerprints
Every rule of one family, on arrays    `test_laws.py` of aggregation, missing, normalisation;
                                       treatment, weighting and shrinkage in their own files
Every table, by the methods we ship    `tests/test_laws.py`
=====================================  ======================================================

Permuting areas permutes results
    battery/test_order.py::test_the_order_of_the_areas_does_not_matter
    test_laws.py::test_the_order_of_the_areas_does_not_matter
A mirrored indicator has mirrored normal scores
    normalisation/test_normal_score.py::test_a_mirrored_indicator_has_exactly_mirrored_normal_scores
    test_laws.py::test_the_mirror_image_of_an_indicator_with_the_other_direction_changes_nothing
A monotone transform of an indicator leaves ranks
    test_laws.py::test_a_monotone_transform_of_an_indicator_leaves_the_ranks
An area of which nothing is known changes nothing for others
    battery/test_missing.py::test_an_area_of_which_nothing_is_known_changes_nothing_for_the_others
    test_laws.py::test_an_area_without_any_figure_changes_nothing_for_the_others
The weight of shrinkage lies in 0 to 1, what is shrunken between raw and target
    shrinkage/test_proportion.py::test_a_share_comes_to_lie_between_itself_and_its_group
    shrinkage/test_event_rate.py::test_it_is_what_the_slow_twin_finds_and_lies_between_rate_and_group
    shrinkage/test_mean.py::test_it_is_what_the_slow_twin_finds_and_lies_between_mean_and_group
    battery/test_shrinking.py::test_what_is_shrunken_lies_between_raw_and_target
The weight goes to 1 with the number of people
    battery/test_shrinking.py::test_an_area_of_very_many_people_keeps_its_figures
    shrinkage/test_proportion.py::test_an_area_of_very_many_people_keeps_its_share
    shrinkage/test_event_rate.py::test_an_area_of_very_many_people_keeps_its_rate_where_areas_differ
    shrinkage/test_mean.py::test_a_mean_that_is_known_well_is_kept
Scaling all weights leaves ranks
    battery/test_order.py::test_scaling_all_weights_changes_nothing
    test_laws.py::test_scaling_all_weights_leaves_scores_and_ranks
The exponential transformation and its inverse give the rank back
    normalisation/test_exponential_rank.py::test_the_inverse_of_the_transformation_gives_the_rank_back
Contributions sum to the index, and what is above average to the gap
    battery/test_order.py::test_contributions_of_the_domains_sum_to_the_index
    test_laws.py::test_what_is_above_average_sums_to_the_distance_from_the_mean_index
Shapley effects sum to the total change
    comparison/test_attribution.py::test_the_parts_sum_to_the_change
    comparison/test_attribution.py::test_data_weights_and_method_explain_the_whole_change
The national extent is a fifth where populations are equal
    summary/test_measures.py::test_with_equal_populations_the_national_extent_is_a_fifth
A fixed reference is the relative mode in the base year
    battery/test_yardstick.py::test_measured_with_itself_a_table_has_the_points_it_had
    normalisation/test_fixed_reference.py::test_in_the_base_year_it_is_the_relative_mode
One thread or many give the same bits
    battery/test_yardstick.py::test_one_thread_or_four_give_the_same_bits
    test_determinism.py::test_one_thread_or_many_give_the_same_bytes
A missing cell changes no other area on fitted scales, and ranks by one at most
    battery/test_missing.py::test_one_missing_cell_changes_no_other_area_on_fitted_scales
Fitted anew, a missing cell moves other ranks in its indicator by one at most
    battery/test_missing.py::test_one_missing_cell_moves_other_ranks_of_its_indicator_by_one_at_most
A rule promises what its limits leave
    battery/test_members.py::test_every_limit_belongs_to_a_rule
"""

from pathlib import Path

import pytest

from tests.battery.areas import COUNTRY
from tests.battery.cases import CASES, LIMITS, SETTINGS, UNIONS, VARIANTS, members
from tests.battery.laws import compute

TESTS = Path(__file__).parent.parent
PLACES = [line.strip() for line in __doc__.splitlines() if "::" in line]


@pytest.mark.parametrize("family", UNIONS)
def test_every_member_of_a_union_goes_through_the_battery(family):
    tried = {type(case.rule) for case in CASES if case.family == family}
    assert tried == set(members(UNIONS[family]))


def test_every_limit_belongs_to_a_rule():
    known = {case.rule.by for case in CASES}
    assert {*LIMITS, *SETTINGS, *VARIANTS} <= known


def test_no_two_methods_share_a_fingerprint():
    results = [compute(case, COUNTRY) for case in CASES]
    assert len({result.fingerprint for result in results}) == len(CASES)


@pytest.mark.parametrize("place", PLACES)
def test_every_law_lives_where_it_is_said_to(place):
    file, name = place.split("::")
    assert f"def {name}(" in (TESTS / file).read_text()
