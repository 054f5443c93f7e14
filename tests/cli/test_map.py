"""`mdi map`: a result as a picture, and every mistake in words."""

import json
from html import unescape

import geopandas
import matplotlib.image
import numpy as np
import pytest
from PIL import Image

import geodata
import mdi
from geodata.palettes import missing_color
from tests.squares import NO_WALKS, municipalities

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def drawing(of_squareland, squareland):
    """The arguments that name a table and its shapes."""
    return [*of_squareland, "--boundaries", squareland / "municipality.parquet"]


def words_of(svg):
    """Every line of letters in an SVG: letters are drawn, and said in a comment."""
    return [unescape(part.split(" -->")[0]) for part in svg.read_text().split("<!-- ")[1:]]


def colors_of(png):
    image = (matplotlib.image.imread(png)[..., :3] * 255).round().astype(int)
    found = np.unique(image.reshape(-1, 3), axis=0)
    return {"#{:02x}{:02x}{:02x}".format(*color) for color in found}


def test_the_map_is_in_the_colours_of_its_palette_and_the_screen_says_what_was_drawn(
    mdi_, drawing, here
):
    ran = mdi_("map", *drawing, "--out", "map.png", "--palette", "purples", "--count", "4")
    assert ran.code == 0, ran.err
    assert "1 map of 30 areas · 4 classes · 3 without a figure" in ran.out
    assert "Written: map.png" in ran.out
    seen = colors_of(here / "map.png")
    assert {*geodata.palette("purples", 4), missing_color(), "#ffffff"} <= seen


def test_what_has_no_shape_or_no_figures_is_told(mdi_, drawing):
    ran = mdi_("map", *drawing, "--out", "map.png")
    assert "1 area of the table without a shape: GM0031" in ran.err
    assert "1 shape without a row in the table: GM0030" in ran.err
    assert "not ranked: 1 area with fewer than 50 inhabitants" in ran.err


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_every_format_is_the_same_bytes_again_with_the_provenance_inside(
    mdi_, drawing, here, suffix
):
    names = [f"a{suffix}", f"b{suffix}"]
    for name in names:
        assert mdi_("map", *drawing, "--out", name).code == 0
    first, second = ((here / name).read_bytes() for name in names)
    assert first == second
    assert b"fingerprint" in first


def test_several_files_are_written_at_once(mdi_, drawing, here):
    ran = mdi_("map", *drawing, "--out", "a.png", "--out", "a.svg", "--out", "a.pdf")
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in here.iterdir()) == ["a.pdf", "a.png", "a.svg"]


def test_the_words_are_dutch_by_default_and_name_source_shapes_and_fingerprint(
    mdi_, drawing, here, squareland
):
    assert mdi_("map", *drawing, "--out", "map.svg").code == 0
    said = words_of(here / "map.svg")
    assert said[0] == "Achterstand per gemeente, 2021"
    assert {"geen cijfer", "gemeenten", "punten · hoger is ongunstiger", "Index"} <= set(said)
    table = squareland / "municipality_2021.parquet"
    read = mdi.read_table(table, source="sample", level="municipality", year=2021)
    mark = mdi.compute(read).fingerprint[:12]
    last = " ".join(said[-2:])
    assert "Bron: " in last
    assert "Grenzen: municipality.parquet" in last
    assert f"vingerafdruk {mark}" in last


@pytest.mark.parametrize(
    ("measure", "heading", "legend"),
    [
        ("index", "Deprivation by municipality, 2021", "points · higher is worse"),
        ("income", "Income: deprivation by municipality, 2021", "points · higher is worse"),
        ("smoking", "Smoking by municipality, 2021", "% · higher is worse"),
        (
            "woz_value",
            "Dwelling value (WOZ) by municipality, 2021",
            "× €1,000 · higher is better",
        ),
    ],
)
def test_index_domain_and_indicator_each_have_their_words(
    mdi_, drawing, here, measure, heading, legend
):
    ran = mdi_("map", *drawing, "--out", "m.svg", "--language", "en", "--measure", measure)
    assert ran.code == 0, ran.err
    said = words_of(here / "m.svg")
    assert said[0] == heading
    assert legend in said
    assert "no figure" in said


def test_dark_is_worse_also_where_more_is_better(mdi_, drawing, here):
    options = ("--classes", "fixed", "--breaks", "30")
    for measure in ("poor_households", "woz_value"):
        ran = mdi_("map", *drawing, "--out", f"{measure}.svg", "--measure", measure, *options)
        assert ran.code == 0, ran.err
    light, dark = geodata.palette(geodata.palettes.default_palette(), 2)
    for measure, order in (("poor_households", (light, dark)), ("woz_value", (dark, light))):
        svg = (here / f"{measure}.svg").read_text()
        for number, color in enumerate(order, 1):
            assert f"fill: {color}" in svg.split(f'<g id="class-{number}">')[1].split("</g>")[0]


def test_a_heading_of_ones_own_stands_in_the_picture(mdi_, drawing, here):
    ran = mdi_("map", *drawing, "--out", "m.svg", "--title", "Voor de raad")
    assert ran.code == 0, ran.err
    assert words_of(here / "m.svg")[0] == "Voor de raad"
    assert "<dc:title>Voor de raad</dc:title>" in (here / "m.svg").read_text()


@pytest.mark.real_data
def test_what_is_not_in_the_points_stands_under_the_map(mdi_, here, shared_data):
    folder = shared_data / "netherlands"
    common = [
        folder / "gemeente_2022_kwb.csv", "--source", "nl_gemeente_2022",
        "--level", "municipality", "--year", "2022",
        "--boundaries", folder / "gemeente_2022_rd.geojson", "--language", "en",
    ]  # fmt: skip
    for measure in ("index", "housing", "poor_households"):
        ran = mdi_("map", *common, "--measure", measure, "--out", f"{measure}.svg")
        assert ran.code == 0, ran.err
    said = {path.stem: words_of(path) for path in here.iterdir()}
    assert "No figures on health, safety, living environment." in said["index"]
    assert any("stand in for: poor households, " in text for text in said["index"])
    assert not any("No figures on" in text for text in said["housing"])
    assert "Measured as: households in the lowest 40% of income." in said["poor_households"]


def test_classes_of_ones_own_are_in_the_legend_as_they_are(mdi_, drawing, here):
    options = ("--measure", "smoking", "--classes", "fixed", "--breaks", "20,40.5")
    assert mdi_("map", *drawing, "--out", "m.svg", *options).code == 0
    said = words_of(here / "m.svg")
    assert {"20,0", "> 20,0", "40,5", "> 40,5"} <= set(said)


@pytest.mark.parametrize("scheme", ["quantiles", "equal_interval", "natural_breaks"])
def test_every_way_of_making_classes_draws_that_many(mdi_, drawing, here, scheme):
    ran = mdi_("map", *drawing, "--out", "m.svg", "--classes", scheme, "--count", "3")
    assert "· 3 classes ·" in ran.out
    svg = (here / "m.svg").read_text()
    assert 'id="class-3"' in svg
    assert 'id="class-4"' not in svg


def test_all_domains_stand_beside_each_other_on_one_scale(mdi_, drawing, here):
    ran = mdi_("map", *drawing, "--out", "m.svg", "--multiples", "domains", "--language", "en")
    assert ran.code == 0, ran.err
    domains = [domain.name.en for domain in mdi.load_domains()]
    assert f"{len(domains)} maps of 30 areas · 5 classes" in ran.out
    said = words_of(here / "m.svg")
    assert [text for text in said if text in domains] == domains
    assert "Deprivation by domain and municipality, 2021" in said
    assert said.count("counts: all maps together") == 1
    svg = (here / "m.svg").read_text()
    for number in range(1, 6):
        parts = svg.split(f'<g id="class-{number}">')[1:]
        fills = {part.split("fill: ")[1][:7] for part in parts}
        assert fills == {geodata.palette("ylorbr", 5)[number - 1]}


def test_other_years_are_measured_with_the_yardstick_of_the_table(mdi_, drawing, here, squareland):
    earlier = f"2020={squareland / 'municipality_2020.parquet'}"
    ran = mdi_("map", *drawing, "--out", "m.svg", "--multiples", earlier)
    assert ran.code == 0, ran.err
    said = words_of(here / "m.svg")
    assert "Achterstand per gemeente, 2020–2021" in said
    assert said.index("2020") < said.index("2021")
    assert "Alle jaren zijn gemeten met de maatlat van 2021." in said
    assert "2 maps of 30 areas" in ran.out


def test_years_that_cannot_be_measured_alike_are_refused(mdi_, drawing, here):
    frame = municipalities(2020).drop(columns=["smoking", "smoking_status"])
    frame.to_parquet(here / "t.parquet")
    ran = mdi_("map", *drawing, "--out", "m.png", "--multiples", "2020=t.parquet")
    assert ran.code == 3
    assert "2021 and 2020 cannot be on one scale" in ran.err
    assert "the sets of indicators differ: only the earlier has smoking" in ran.err
    assert not (here / "m.png").exists()


def test_an_indicator_of_other_years_needs_no_yardstick(mdi_, drawing, here):
    frame = municipalities(2020).drop(columns=["smoking", "smoking_status"])
    frame.to_parquet(here / "t.parquet")
    ran = mdi_(
        "map", *drawing, "--out", "m.svg", "--multiples", "2020=t.parquet", "--measure", "woz_value"
    )
    assert ran.code == 0, ran.err
    assert not any("maatlat" in text for text in words_of(here / "m.svg"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--palette", "purple"), "there is no palette 'purple'; did you mean 'purples'?"),
        (("--classes", "fixed"), "fixed classes need it"),
        (("--breaks", "1,2"), "--breaks goes with --classes fixed"),
        (("--classes", "fixed", "--breaks", "2,1"), "'2,1' is not 1 to 8 rising numbers"),
        (("--classes", "fixed", "--breaks", "few"), "'few' is not 1 to 8 rising numbers"),
        (("--count", "12"), "--count"),
        (("--language", "fy"), "'fy' is not one of"),
        (("--multiples", "years"), "'years' is neither 'domains' nor YEAR=FILE"),
        (("--multiples", "2021=t.csv"), "the year 2021 stands there twice"),
        (("--multiples", "domains", "--multiples", "2020=t.csv"), "'domains' stands alone"),
        (("--multiples", "domains", "--measure", "income"), "'domains' stands alone"),
    ],
)
def test_options_that_do_not_go_together_are_said_at_once(mdi_, drawing, here, options, words):
    ran = mdi_("map", *drawing, "--out", "m.png", *options)
    assert ran.code == 2
    assert words in ran.all
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("m.gif", "expected .png, .svg, .pdf"),
        ("nowhere/m.png", "there is no folder 'nowhere'"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_computed(mdi_, drawing, out, words):
    ran = mdi_("map", *drawing, "--out", out)
    assert ran.code == 2
    assert words in ran.all


def test_an_unknown_measure_is_named_with_the_nearest(mdi_, drawing):
    ran = mdi_("map", *drawing, "--out", "m.png", "--measure", "incom")
    assert ran.code == 4
    assert "There is no measure 'incom'." in ran.err
    assert "did you mean 'income'?" in ran.err


def test_a_measure_without_figures_is_not_drawn_as_a_grey_map(mdi_, drawing, here):
    ran = mdi_("map", *drawing, "--out", "m.png", "--measure", NO_WALKS)
    assert ran.code == 3
    assert f"The table of 2021 has no figures of '{NO_WALKS}'." in ran.err
    assert list(here.iterdir()) == []


def test_shapes_of_which_none_matches_are_refused(mdi_, of_squareland, here, squareland):
    shapes = geopandas.read_parquet(squareland / "municipality.parquet")
    shapes["area_code"] = [f"GM9{number:03d}" for number in range(len(shapes))]
    shapes.to_parquet(here / "other.parquet")
    ran = mdi_("map", *of_squareland, "--boundaries", "other.parquet", "--out", "m.png")
    assert ran.code == 3
    assert "No shape has a value, and some values have no shape." in ran.err
    assert "GM0001" in ran.err
    assert "GM9000" in ran.err
    assert not (here / "m.png").exists()


def test_shapes_of_another_level_are_refused_in_words(mdi_, squareland):
    ran = mdi_(
        "map", squareland / "district_2021.parquet", "--source", "sample", "--level", "district",
        "--year", "2021", "--boundaries", squareland / "municipality.parquet", "--out", "m.png",
    )  # fmt: skip
    assert ran.code == 3
    assert "code" in ran.err


def test_the_provenance_in_a_png_can_be_read_back(mdi_, drawing, here):
    assert mdi_("map", *drawing, "--out", "m.png").code == 0
    with Image.open(here / "m.png") as image:
        provenance = json.loads(image.text["Description"])
    assert provenance["level"] == "municipality"
    assert provenance["year"] == 2021
