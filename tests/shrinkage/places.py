"""Tables of neighbourhoods in municipalities, for the tests of shrinkage."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import mdi

SHARE, RATE, MEAN = "smoking", "violent_offences", "woz_value"


def places(groups, **columns):
    """Neighbourhoods of municipalities: `groups` is the number of the one each lies in."""
    codes = [f"BU{g:04d}{1 + i // 100:02d}{i % 100:02d}" for i, g in enumerate(groups)]
    frame = pd.DataFrame({"area_code": codes, **columns})
    if "parent_code" not in frame:
        frame["parent_code"] = [f"GM{g:04d}" for g in groups]
    return mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2021)


def counted(leaf, groups, r, n, **columns):
    """Neighbourhoods with counts of one indicator."""
    counts = {
        f"{leaf}_numerator": np.asarray(r, float),
        f"{leaf}_denominator": np.asarray(n, float),
    }
    return places(groups, **counts, **columns)


def measured(groups, y, error):
    """Neighbourhoods with a mean and its standard error."""
    return places(groups, **{MEAN: y, f"{MEAN}_standard_error": error})


@st.composite
def shares(draw, least=3, most=8):
    """Two municipalities of some neighbourhoods each, with r among n."""
    sizes = draw(st.tuples(st.integers(least, most), st.integers(least, most)))
    total = sum(sizes)
    n = draw(st.lists(st.integers(1, 3000), min_size=total, max_size=total))
    r = [draw(st.integers(0, each)) for each in n]
    return [1] * sizes[0] + [2] * sizes[1], np.array(r, float), np.array(n, float)
