"""Styles as files."""

import json

import pytest

from geodata.errors import BoundaryFileError
from geodata.styles import style_of, to_maplibre, to_qml, write_styles

SOURCE = {"type": "geojson", "data": "areas.geojson"}


def test_every_measure_gets_a_style_for_either_program(tmp_path, drawn):
    styles = [style_of(drawn([1.0, 2.0]), name) for name in ("health", "income")]
    written = write_styles(styles, tmp_path / "styles", SOURCE)
    assert [path.name for path in written] == [
        "health.json",
        "health.qml",
        "income.json",
        "income.qml",
    ]
    assert written[1].read_text(encoding="utf-8") == to_qml(styles[0])
    assert json.loads(written[0].read_text()) == to_maplibre(styles[0], SOURCE)


def test_a_place_that_is_not_there_is_said(tmp_path, drawn):
    with pytest.raises(BoundaryFileError, match="No such file"):
        write_styles([style_of(drawn([1.0]), "x")], tmp_path / "no" / "where", SOURCE)
