"""What the index is made of, as the service tells it."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pytest

import mdi
import mdi.domains as shipped
from api.app import create_app
from api.documents import CatalogueAnswer, Health, MethodsAnswer, WeightsAnswer
from api.settings import Settings
from mdi.sources.model import load_source
from tests.api.conftest import client_of, hold


def test_the_catalogue_says_what_is_here(ask):
    found = ask("/v1/catalogue")
    hold(CatalogueAnswer, found)
    assert found["title"] == {"nl": "Vierkantenland", "en": "Squareland"}
    assert found["invented"] is True
    levels = {level["id"]: level for level in found["levels"]}
    assert list(levels) == ["district", "municipality"]
    assert levels["municipality"]["years"] == [2020, 2021]
    assert levels["municipality"]["vintages"] == [2020]
    assert levels["district"]["vintages"] == []
    expected = {"level": "municipality", "year": 2021, "weights": "mdi_nl", "method": "imd"}
    assert found["default"] == expected
    assert found["bounds"] == pytest.approx([5.314, 52.038, 5.489, 52.128], abs=0.001)


def test_the_defaults_are_what_is_taken(ask):
    default = ask("/v1/catalogue")["default"]
    assert ask("/v1/index", **default)["areas"] == ask("/v1/index")["areas"]


def test_a_folder_without_shapes_has_no_bounds(own_land):
    catalogue = own_land / "catalogue.toml"
    catalogue.write_text(catalogue.read_text().split("[[boundaries]]")[0])
    found = client_of(create_app(Settings(data=own_land))).get("/v1/catalogue").json()
    hold(CatalogueAnswer, found)
    assert found["bounds"] is None


def test_domains_are_those_of_the_engine(ask):
    found = ask("/v1/domains")
    assert [domain["id"] for domain in found["domains"]] == [d.id for d in mdi.load_domains()]
    leaves = [
        leaf
        for domain in found["domains"]
        for indicator in domain["indicators"]
        for leaf in (indicator["parts"] or [indicator])
    ]
    assert len(leaves) == 20
    for leaf in leaves:
        assert leaf["name"]["nl"]
        assert leaf["name"]["en"]
        assert leaf["direction"] in {"worse", "better"}
        assert leaf["levels"]


def test_weights_are_printed_and_their_shares_sum_to_one(ask):
    found = ask("/v1/weights")
    hold(WeightsAnswer, found)
    sets = {each["id"]: each for each in found["weights"]}
    assert {"mdi_nl", "equal"} <= set(sets)
    assert sets["mdi_nl"]["sum"] == 99.9
    assert sets["mdi_nl"]["of"] == 100
    assert sets["mdi_nl"]["weights"]["income"] == 22.5
    for each in sets.values():
        assert math.fsum(each["shares"].values()) == pytest.approx(1, abs=1e-12)


def test_methods_can_be_sent_back_as_they_are(ask, client):
    found = ask("/v1/methods")
    hold(MethodsAnswer, found)
    assert {"imd", "zscore", "minmax"} <= {each["id"] for each in found["methods"]}
    for each in found["methods"]:
        mine = client.post("/v1/index", json={"method": each})
        assert mine.status_code == 200
        assert mine.json()["areas"] == ask("/v1/index", method=each["id"])["areas"]


def test_weights_can_be_sent_back_as_they_are_printed(ask, client):
    for each in ask("/v1/weights")["weights"]:
        mine = client.post(
            "/v1/index", json={"weights": {"weights": each["weights"], "of": each["of"]}}
        )
        assert mine.json()["areas"] == ask("/v1/index", weights=each["id"])["areas"]


def test_the_service_says_that_it_is_well(ask):
    found = ask("/v1/health")
    hold(Health, found)
    assert found == {"status": "ok", "version": mdi.__version__}


def test_domains_of_ones_own_are_served(own_land):
    folder = own_land / "domains"
    folder.mkdir()
    for name in ("income", "work"):
        shutil.copy(Path(shipped.__file__).parent / f"{name}.toml", folder)
    catalogue = own_land / "catalogue.toml"
    catalogue.write_text('domains = "domains"\n' + catalogue.read_text())
    client = client_of(create_app(Settings(data=own_land)))
    assert [d["id"] for d in client.get("/v1/domains").json()["domains"]] == ["income", "work"]


def test_the_catalogue_says_who_published_the_figures_and_what_is_shown_of_them(ask):
    found = ask("/v1/catalogue")
    (source,) = found["sources"]
    assert source["publisher"] == load_source("sample").publisher
    assert {"level": "municipality", "year": 2020} in source["tables"]
    assert (found["least_population"], found["least_population_of_income"]) == (50, 100)
