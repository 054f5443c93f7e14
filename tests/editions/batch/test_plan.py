"""What a plan names is all there, or all that is not is said at once."""

import pytest

from mdi.editions.plan import read_plan
from mdi.errors import DeclarationError


def test_a_plan_names_tables_levels_and_years(plan):
    prepared = read_plan(plan)
    places = [(table.level, table.year) for table in prepared.catalogue.tables]
    assert places == [
        ("neighbourhood", 2024),
        ("neighbourhood", 2025),
        ("municipality", 2024),
        ("municipality", 2025),
    ]
    assert list(prepared.weights) == ["mdi_nl", "equal"]
    assert list(prepared.methods) == ["imd"]
    assert not prepared.tiles


def test_only_the_shapes_that_are_needed_are_taken(plan):
    levels = {shapes.level for shapes in read_plan(plan).catalogue.boundaries}
    assert levels == {"municipality", "neighbourhood"}


def test_tables_may_stand_in_the_plan_itself(plan):
    plan.write_text(
        'methods = ["zscore"]\n[[tables]]\nfile = "sample/indicators_municipality_2025.parquet"\n'
        'source = "sample"\nlevel = "municipality"\nyear = 2025\n'
    )
    prepared = read_plan(plan)
    assert prepared.folder == plan.parent
    assert prepared.catalogue.title.en == "Multi Deprivation Index"
    assert prepared.catalogue.boundaries == ()


def test_declarations_of_its_own_come_along(plan):
    (plan.parent / "w.toml").write_text('id = "mine"\n[weights]\nincome = 1\n')
    plan.write_text(plan.read_text().replace('"equal"', '"w.toml"'))
    prepared = read_plan(plan)
    assert list(prepared.weights) == ["mdi_nl", "mine"]
    assert prepared.own == {"declarations/weights/w.toml": (plan.parent / "w.toml").read_bytes()}


def test_all_that_is_wrong_is_said_at_once(plan):
    plan.write_text(
        'catalogue = "sample"\ninvented = true\nlevels = ["municipalty"]\nyears = "2019-2024"\n'
        'weights = ["mdi_ln", "equal", "equal"]\nmethods = ["imb", "own.toml"]\n'
    )
    with pytest.raises(DeclarationError) as error:
        read_plan(plan)
    told = "\n".join(str(problem) for problem in error.value.problems)
    for words in (
        "names a catalogue, and invented as well",
        "'municipalty', of which there is no table",
        "year 2019",
        "year 2023",
        "mdi_ln",
        "names 'equal' twice",
        "imb",
        "own.toml",
    ):
        assert words in told, words


@pytest.mark.parametrize("text", ["", 'weights = ["mdi_nl"]'])
def test_a_plan_without_tables_is_refused(plan, text):
    plan.write_text(text)
    with pytest.raises(DeclarationError, match="cannot be carried out") as error:
        read_plan(plan)
    assert "tables" in str(error.value)


def test_a_folder_without_a_catalogue_is_named(plan):
    plan.write_text('catalogue = "nowhere"')
    with pytest.raises(DeclarationError) as error:
        read_plan(plan)
    assert "nowhere" in str(error.value)


@pytest.mark.parametrize(
    ("tiles", "expected"),
    [
        ("true", ("WebMercatorQuad", "NetherlandsRDNewQuad")),
        ('["NetherlandsRDNewQuad"]', ("NetherlandsRDNewQuad",)),
        ('["WebMercatorQuad", "WebMercatorQuad"]', ("WebMercatorQuad",)),
        ("[]", ()),
        ("false", ()),
    ],
)
def test_tiles_are_those_of_the_web_and_of_the_country_or_those_that_are_named(
    plan, tiles, expected
):
    plan.write_text(plan.read_text().replace("tiles = false", f"tiles = {tiles}"))
    assert read_plan(plan).tiles == expected


def test_a_country_without_a_system_of_its_own_has_tiles_of_the_web_alone(plan):
    here = plan.parent / "land.toml"
    here.write_text(
        'id = "land"\nname = { nl = "Land", en = "Land" }\n[[levels]]\nid = "municipality"\n'
        'name = { nl = "gemeente", en = "municipality" }\n'
        'plural = { nl = "gemeenten", en = "municipalities" }\ncode = "GM####"\n'
        'code_in_words = "GM and four digits"\n'
    )
    plan.write_text(
        f'tiles = true\ngeography = "{here}"\n[[tables]]\n'
        'file = "sample/indicators_municipality_2025.parquet"\n'
        'source = "sample"\nlevel = "municipality"\nyear = 2025\n'
    )
    assert read_plan(plan).tiles == ("WebMercatorQuad",)


def test_a_tile_matrix_set_that_is_not_there_is_answered_with_the_nearest(plan):
    plan.write_text(plan.read_text().replace("tiles = false", 'tiles = ["NetherlandsRDQuad"]'))
    with pytest.raises(DeclarationError) as error:
        read_plan(plan)
    (problem,) = error.value.problems
    assert "names the tile matrix set 'NetherlandsRDQuad'" in str(problem)
    assert "NetherlandsRDNewQuad" in str(problem)
