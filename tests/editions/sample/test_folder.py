"""The folder is whole or not there, and nothing but a sample is replaced."""

import pytest

from mdi.editions.sample import make_sample
from mdi.editions.sample.folder import whole_folder
from mdi.errors import FileError

ONE_YEAR = range(2021, 2022)


def test_an_older_sample_is_replaced(tmp_path):
    out = tmp_path / "country"
    make_sample(60, 1, out, range(2021, 2023))
    make_sample(60, 1, out, ONE_YEAR)
    assert not list(out.glob("*2022*"))
    assert [path.name for path in tmp_path.iterdir()] == ["country"]


def test_an_empty_folder_is_filled_and_missing_parents_are_made(tmp_path):
    (tmp_path / "empty").mkdir()
    make_sample(60, 1, tmp_path / "empty", ONE_YEAR)
    make_sample(60, 1, tmp_path / "new" / "er", ONE_YEAR)
    assert (tmp_path / "empty" / "catalogue.toml").exists()
    assert (tmp_path / "new" / "er" / "catalogue.toml").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FileError, match="other files"):
        make_sample(60, 1, tmp_path, ONE_YEAR)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("content", ["invented = false", "no toml at all [", 'invented = "true"'])
def test_a_catalogue_that_does_not_say_invented_is_left_alone(tmp_path, content):
    (tmp_path / "catalogue.toml").write_text(content)
    with pytest.raises(FileError, match="nothing was written"):
        make_sample(60, 1, tmp_path, ONE_YEAR)
    assert (tmp_path / "catalogue.toml").read_text() == content


def test_a_file_in_the_way_is_an_error_that_names_it(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match=r"file' is a file"):
        make_sample(60, 1, tmp_path / "file", ONE_YEAR)
    with pytest.raises(FileError, match="cannot be written"):
        make_sample(60, 1, tmp_path / "file" / "below", ONE_YEAR)


def fail_halfway(out):
    with whole_folder(out) as folder:
        (folder / "half.txt").write_text("half")
        message = "the power went out"
        raise RuntimeError(message)


def test_half_a_sample_is_never_seen(tmp_path):
    with pytest.raises(RuntimeError, match="power"):
        fail_halfway(tmp_path / "country")
    assert list(tmp_path.iterdir()) == []


def test_an_older_sample_stays_when_the_new_one_fails(tmp_path):
    out = tmp_path / "country"
    make_sample(60, 1, out, ONE_YEAR)
    before = sorted(out.iterdir())
    with pytest.raises(RuntimeError, match="power"):
        fail_halfway(out)
    assert sorted(out.iterdir()) == before
