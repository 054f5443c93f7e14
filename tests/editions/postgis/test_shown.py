"""The map of a level shows its newest year, with the default weights and method."""

from mdi.editions.postgis.shown import shown
from mdi.editions.store.manifest import Causes, Manifest, ResultRecord

CAUSES = Causes(data="", definition="", weights="", method="", boundary="", engine="")


def chosen(*results):
    records = [
        ResultRecord(
            level=level,
            year=year,
            weights=weights,
            method=method,
            vintage=vintage,
            file="",
            areas=1,
            ranked=1,
            fingerprint="",
            causes=CAUSES,
        )
        for level, year, weights, method, vintage in results
    ]
    manifest = Manifest(
        title={},
        invented=True,
        geography="nl",
        software={},
        tables=(),
        shapes=(),
        results=tuple(records),
        files={},
    )
    return [record.key for record in shown(manifest)]


def test_the_newest_year_with_the_default_weights_and_method():
    assert chosen(
        ("municipality", 2024, "mdi_nl", "imd", 2024),
        ("municipality", 2025, "equal", "imd", 2024),
        ("municipality", 2025, "mdi_nl", "zscore", 2024),
        ("municipality", 2025, "mdi_nl", "imd", 2024),
        ("district", 2023, "mdi_nl", "imd", 2023),
    ) == [("district", 2023, "mdi_nl", "imd"), ("municipality", 2025, "mdi_nl", "imd")]


def test_others_stand_in_for_defaults_that_the_newest_year_lacks():
    assert chosen(
        ("municipality", 2024, "mdi_nl", "imd", 2024),
        ("municipality", 2025, "own", "zscore", 2024),
        ("municipality", 2025, "equal", "zscore", 2024),
    ) == [("municipality", 2025, "equal", "zscore")]


def test_a_result_without_shapes_is_on_no_map():
    assert chosen(("district", 2025, "mdi_nl", "imd", None)) == []
