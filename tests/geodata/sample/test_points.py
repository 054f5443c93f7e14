"""Sites: as many as asked for, on land and on water."""

import numpy as np
import pytest

from geodata.sample.landscape import LAND_SHARE, make_landscape
from geodata.sample.points import make_sites


@pytest.mark.parametrize("areas", [30, 299])
def test_there_are_exactly_as_many_sites_on_land_as_asked_for(areas):
    rng = np.random.default_rng(areas)
    landscape = make_landscape(rng, areas, towns=12)
    sites = make_sites(rng, landscape, areas)
    assert sites.land.shape == (areas, 2)
    assert landscape.is_land(sites.land).mean() > 0.9
    assert landscape.is_land(sites.water).mean() < 0.1


def test_the_share_of_land_is_as_declared():
    landscape = make_landscape(np.random.default_rng(1), 500, towns=20)
    assert (landscape.height.values > 0).mean() == pytest.approx(LAND_SHARE, abs=0.001)


def test_sites_lie_closer_together_in_the_largest_town():
    rng = np.random.default_rng(4)
    landscape = make_landscape(rng, 1000, towns=30)
    sites = make_sites(rng, landscape, 1000).land
    away = np.hypot(*(sites - landscape.towns[0]).T)
    reach = landscape.radius[0]
    density = [(away < reach).sum() / reach**2, (away < 8 * reach).sum() / (8 * reach) ** 2]
    assert density[0] > 4 * density[1]
