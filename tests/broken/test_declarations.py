"""Declarations that are wrong tell the file, the key and the value; nothing is guessed."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import mdi
from mdi.indices.model import load_index
from mdi.regions import read_regions

HERE = Path(__file__).parent
LOADERS = {
    "weights": mdi.load_weights,
    "method": mdi.load_method,
    "source": mdi.load_source,
    "geography": mdi.load_geography,
    "domains": mdi.load_domains,
    "index": load_index,
    "regions": read_regions,
}
NAMED = [LOADERS[kind] for kind in ("weights", "method", "source", "geography", "index")]
BROKEN = sorted((HERE / "declarations").iterdir())
EXPECT = "# expect: "
IN_FILE = re.compile(r"^\w+\.toml: ")


def expected_of(path):
    """The sentences in the first line of a broken file, or of those in a broken folder."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    lines = [file.read_text(encoding="utf-8").splitlines()[0] for file in files]
    told = [line.removeprefix(EXPECT) for line in lines if line.startswith(EXPECT)]
    return " | ".join(told).split(" | ")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_declaration_is_refused_with_what_was_found(path):
    """The first line of each file holds every sentence that is told, and no other is."""
    with pytest.raises(mdi.DeclarationError) as raised:
        LOADERS[path.stem.split("_")[0]](path)
    assert path.name in str(raised.value)
    told = [str(problem) for problem in raised.value.problems] or [raised.value.message]
    told = [IN_FILE.sub("", line.removeprefix(f"{path} ")) for line in told]
    assert told == expected_of(path)
    assert raised.value.exit_code == 4


def test_every_kind_of_declaration_is_tried():
    assert {path.stem.split("_")[0] for path in BROKEN} == set(LOADERS)


def domains_of(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)
    return mdi.load_domains(tmp_path)


def domain(name, *leaves, extra=""):
    inside = "".join(
        f'\n[[indicators]]\nid = "{leaf}"\nname = {{ nl = "x", en = "x" }}\n{extra}'
        for leaf in leaves
    )
    return f'id = "{name}"\nname = {{ nl = "x", en = "x" }}\n{inside}'


def test_all_faults_of_a_folder_of_domains_are_told_at_once_with_their_files(tmp_path):
    with pytest.raises(mdi.DeclarationError) as raised:
        domains_of(
            tmp_path,
            one=domain("one", "a", extra='colour = "red"'),
            two=domain("two", "b", extra="weight = -1"),
            three="id = ",
            four='id = "Four"\nname = { nl = "x" }',
        )
    message = str(raised.value)
    for word in ("colour", "weight", "one.toml", "two.toml", "three.toml", "four.toml", "name.en"):
        assert word in message, message


def test_ids_used_twice_over_the_whole_tree_are_told(tmp_path):
    with pytest.raises(mdi.DeclarationError, match="ids used more than once: a, two"):
        domains_of(tmp_path, one=domain("one", "a", "two"), two=domain("two", "a"))


@pytest.mark.parametrize(
    "name", ["index", "rank", "decile", "coverage", "status", "area_code", "area_name"]
)
def test_a_domain_cannot_take_the_name_of_a_column_of_the_result(tmp_path, name):
    with pytest.raises(mdi.DeclarationError, match=name):
        domains_of(tmp_path, one=domain(name, "a"))


@pytest.mark.parametrize("name", ["area_code", "area_name", "population", "parent_code"])
def test_an_indicator_cannot_take_the_name_of_another_column_of_the_table(tmp_path, name):
    with pytest.raises(mdi.DeclarationError, match=name):
        domains_of(tmp_path, one=domain("one", name))


@pytest.mark.parametrize("weight", ["inf", "nan", "0", "-1", '"much"'])
def test_a_weight_of_an_indicator_is_a_number_above_0(tmp_path, weight):
    with pytest.raises(mdi.DeclarationError, match="weight"):
        domains_of(tmp_path, one=domain("one", "a", extra=f"weight = {weight}"))


def test_a_folder_without_domains_is_told(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(mdi.DeclarationError, match="no domains in"):
            mdi.load_domains(folder)


@pytest.mark.parametrize(
    ("load", "name", "hint"),
    [
        (mdi.load_weights, "mdi_nll", "did you mean 'mdi_nl'"),
        (mdi.load_weights, "mdi-nl", "did you mean 'mdi_nl'"),
        (mdi.load_method, "imdd", "did you mean 'imd'"),
        (mdi.load_method, "qqqq", "choose one of: imd, minmax, zscore"),
        (mdi.load_source, "samples", "did you mean 'sample'"),
        (mdi.load_geography, "be", "choose one of: nl"),
        (mdi.load_weights, "../weights/mdi_nl", "choose one of: equal, mdi_nl"),
        (mdi.load_weights, "", "choose one of"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(load, name, hint):
    with pytest.raises(mdi.DeclarationError, match="There is no") as raised:
        load(name)
    assert hint in str(raised.value)


def test_a_path_that_leads_nowhere_is_told():
    for load in (*NAMED, read_regions):
        with pytest.raises(mdi.FileError, match=r"nowhere\.toml cannot be read"):
            load("nowhere.toml")


def test_a_file_that_is_no_text_is_told(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(mdi.DeclarationError, match=r"mine\.toml is no valid TOML"):
        mdi.load_weights(path)


def test_weights_for_domains_that_do_not_exist_are_all_told():
    weights = mdi.WeightSet(weights={"incom": 1, "helth": 2, "work": 3})
    table = mdi.IndicatorTable.from_frame(
        pd.DataFrame({"area_code": ["GM0001"], "smoking": [1.0]}),
        level="municipality",
        year=2021,
    )
    with pytest.raises(mdi.DeclarationError) as raised:
        mdi.compute(table, weights=weights)
    assert "did you mean 'income'" in str(raised.value)
    assert "did you mean 'health'" in str(raised.value)


def test_the_shipped_declarations_are_toml_without_surprises():
    package = Path(mdi.__file__).parent
    files = [p for p in package.rglob("*.toml") if "sample" not in p.parts]
    assert len(files) >= 17
    for path in files:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        assert declared["id"] == path.stem
