"""Files to be opened by the programs that our readers use."""

from pathlib import Path

import pandas as pd
import pytest

from geodata import Quantile, choropleth, write_boundaries
from geodata.styles import style_of
from tests.squares import CODES, shapes

MISSING = CODES[3]


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> Path:
    """Thirty squares with values in every format of shapes, coloured; one value is missing."""
    folder = tmp_path_factory.mktemp("files")
    layer = shapes()
    figures = [number**1.5 for number in range(len(layer))]
    frame = pd.DataFrame(
        {"index": figures, "employment_rank": range(len(layer))}, index=layer.codes
    )
    frame["word"] = "één"
    frame.loc[MISSING, "index"] = None
    drawn = choropleth(layer, frame["index"], Quantile(4), "purples")
    style = style_of(drawn, "index", "De index", "nl")
    second = style_of(choropleth(layer, frame["employment_rank"]), "employment_rank")
    for suffix in (".gpkg", ".fgb", ".shp", ".geojson"):
        write_boundaries(layer, folder / f"areas{suffix}", frame, [style, second])
    return folder
