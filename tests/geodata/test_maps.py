"""A choropleth: nothing is dropped in silence."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import shapely

from geodata import (
    BoundaryError,
    BoundaryFileError,
    ClassificationError,
    EqualInterval,
    Fixed,
    Quantile,
    choropleth,
    palette,
    read_boundaries,
)

VALUES = {"GM9101": 1.0, "GM9102": 2.0, "GM9999": 3.0, "GM9998": None}


def features(drawn, *args, **options):
    return json.loads(drawn.to_geojson(*args, **options))["features"]


def test_every_shape_is_a_feature_and_every_stray_code_is_named(towns):
    drawn = choropleth(towns, VALUES, Fixed(breaks=[1.5]), palette="oranges")
    collection = json.loads(drawn.to_geojson())
    low, high = palette("oranges", 2)
    names = ("area_code", "area_name", "value", "class", "color")
    assert [f["properties"] for f in collection["features"]] == [
        dict(zip(names, row, strict=True))
        for row in (
            ("GM9101", "Aa", 1.0, 1, low),
            ("GM9102", None, 2.0, 2, high),
            ("GM9103", "Cé", None, None, "#d9d9d9"),
        )
    ]
    assert collection["unmatched"] == list(drawn.unmatched) == ["GM9998", "GM9999"]


def test_a_series_says_the_same_as_a_mapping(towns):
    rule = EqualInterval(2)
    by_mapping = choropleth(towns, VALUES, rule).to_geojson()
    assert choropleth(towns, pd.Series(VALUES), rule).to_geojson() == by_mapping
    assert choropleth(towns, pd.Series(VALUES, dtype="Float64"), rule).to_geojson() == by_mapping


def test_a_code_that_comes_twice_is_refused(towns):
    twice = pd.Series([1.0, 2.0], index=["GM9101", "GM9101"])
    with pytest.raises(ClassificationError, match="more than one value"):
        choropleth(towns, twice)


def test_the_legend_counts_every_shape(towns):
    legend = choropleth(towns, VALUES, Fixed(breaks=[1.5])).legend()
    assert [entry["class"] for entry in legend] == [1, 2, None]
    assert [entry["count"] for entry in legend] == [1, 1, 1]
    assert legend[0]["upper"] == legend[1]["lower"] == 1.5
    assert legend[2] == {
        "class": None,
        "lower": None,
        "upper": None,
        "color": "#d9d9d9",
        "count": 1,
    }


def test_without_values_all_shapes_are_missing(towns):
    drawn = choropleth(towns, {})
    assert drawn.colors == ()
    assert [entry["count"] for entry in drawn.legend()] == [3]
    assert {f["properties"]["color"] for f in features(drawn)} == {"#d9d9d9"}


def test_extra_properties_are_joined_by_code(towns):
    extra = {"rank": {"GM9101": 2, "GM9103": 1}, "index": pd.Series({"GM9101": np.nan})}
    rows = [f["properties"] for f in features(choropleth(towns, VALUES), extra)]
    assert [row["rank"] for row in rows] == [2, None, 1]
    assert [row["index"] for row in rows] == [None, None, None]


def test_extra_properties_may_be_columns_in_the_order_of_the_shapes(towns):
    extra = {"rank": np.array([3, 1, 2]), "name": ("a", None, "c"), "area_name": ["x", "y", "z"]}
    rows = [f["properties"] for f in features(choropleth(towns, VALUES), extra)]
    assert [(row["rank"], row["name"]) for row in rows] == [(3, "a"), (1, None), (2, "c")]
    assert [row["area_name"] for row in rows] == ["x", "y", "z"]


def test_a_column_that_does_not_fit_the_shapes_is_refused(towns):
    with pytest.raises(BoundaryError, match="'rank' has 2"):
        choropleth(towns, VALUES).to_geojson({"rank": [1, 2]})


def test_extra_properties_with_a_code_twice_are_refused(towns):
    twice = pd.Series([1, 2], index=["GM9101", "GM9101"])
    with pytest.raises(ClassificationError, match="more than one value"):
        choropleth(towns, VALUES).to_geojson({"rank": twice})


def test_whole_numbers_of_a_series_stay_whole_beside_missing_ones(towns):
    ranks = pd.Series([1, pd.NA], index=["GM9101", "GM9102"], dtype="Int64")
    written = choropleth(towns, VALUES).to_geojson({"rank": ranks})
    assert [f["properties"]["rank"] for f in json.loads(written)["features"]] == [1, None, None]
    assert b'"rank":1,' in written or b'"rank":1}' in written


def test_a_part_of_a_map_has_the_bytes_of_the_whole(towns):
    drawn, extra = choropleth(towns, VALUES), {"rank": {"GM9101": 2, "GM9103": 1}}
    for more in (None, extra):
        whole, part = features(drawn, more), features(drawn, more, only=["GM9103", "GM9101"])
        assert part == [whole[0], whole[2]]
        assert features(drawn, more, only=["GM9102"], bbox=(-180, -90, 180, 90)) == []


def test_a_box_leaves_classes_and_colours_alone(towns):
    drawn = choropleth(towns, {"GM9101": 1.0, "GM9103": 9.0})
    west, south, _, north = towns.wgs84().bounds
    whole = features(drawn)
    assert features(drawn, bbox=(west, south, west + 0.01, north)) == whole[:1]


def test_members_stand_in_the_collection(towns):
    collection = json.loads(choropleth(towns, VALUES).to_geojson(members={"measure": "index"}))
    assert collection["measure"] == "index"
    assert collection["bbox"] == [round(side, 6) for side in towns.wgs84().bounds]


def test_a_map_without_wishes_has_five_quantiles(towns):
    drawn = choropleth(towns, VALUES)
    assert drawn.classes.upper == Quantile(5).classify(drawn.values).upper


def test_the_map_is_written_as_geojson_only(tmp_path, towns):
    drawn = choropleth(towns, VALUES)
    drawn.write(tmp_path / "map.geojson")
    assert (tmp_path / "map.geojson").read_bytes() == drawn.to_geojson()
    with pytest.raises(BoundaryFileError, match=r"\.geojson"):
        drawn.write(tmp_path / "map.docx")
    with pytest.raises(BoundaryFileError, match="No such file"):
        drawn.write(tmp_path / "nowhere" / "map.geojson")


@pytest.mark.real_data
def test_the_map_of_municipalities_opens_as_a_layer_of_boundaries(tmp_path, shared_data):
    shapes = read_boundaries(shared_data / "netherlands" / "gemeente_2022_rd.geojson")
    table = pd.read_csv(
        shared_data / "netherlands" / "gemeente_2021_kerncijfers.csv", index_col="gm_code"
    )
    people = table["Population"].astype("float64")
    drawn = choropleth(shapes, people, Quantile(5))
    drawn.write(tmp_path / "people.geojson")
    again = read_boundaries(tmp_path / "people.geojson", code_column="area_code")
    assert again.codes == shapes.codes
    assert shapely.is_valid(again.geometry).all()
    assert set(drawn.unmatched) == set(people.index) - set(shapes.codes)
    assert sum(drawn.classes.counts) + drawn.classes.missing == 345
    assert max(drawn.classes.counts) - min(drawn.classes.counts) <= 1


def test_preparing_loads_the_machine_code_that_a_map_is_written_with():
    code = (
        "import sys, geodata; print('numba' in sys.modules); geodata.prepare(); "
        "from geodata.core import json_coordinates; "
        "print(any(f.signatures for f in vars(json_coordinates).values() if hasattr(f, 'signatures')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
