"""The public surface of the package."""

import subprocess
import sys

import pytest

import geodata


def test_every_public_name_is_there_and_the_list_is_sorted():
    assert geodata.__all__ == sorted(geodata.__all__)
    assert all(getattr(geodata, name) is not None for name in geodata.__all__)


def test_a_function_is_never_hidden_by_the_module_it_lives_in():
    modules = set(geodata.HOMES.values())
    assert not modules & set(geodata.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'tiles_of_cheese'"):
        _ = geodata.tiles_of_cheese


def test_importing_the_package_imports_nothing_heavy():
    heavy = "{'numpy', 'pandas', 'shapely', 'pydantic', 'geopandas', 'mapclassify'}"
    code = f"import sys, geodata; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_and_colouring_do_not_import_geopandas():
    code = "import sys, geodata.reading, geodata.maps; print('geopandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
