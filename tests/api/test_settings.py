"""Settings from a file, the environment and the command line."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from api.settings import Settings
from api.settings_reading import read_settings
from mdi.errors import DeclarationError, FileError


@pytest.fixture
def file(tmp_path):
    """Writes a file of settings."""

    def write(content):
        path = tmp_path / "etc" / "service.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
        return path

    return write


def refused(*given):
    with pytest.raises(DeclarationError) as raised:
        read_settings(*given)
    return raised.value


def test_what_is_read_of_nothing_are_the_defaults():
    assert read_settings() == Settings()


def test_options_outrank_the_environment_and_that_the_file(file):
    path = file("port = 1\nkept = 1\nrate = 1")
    environment = {"MDI_PORT": "2", "MDI_KEPT": "2"}
    found = read_settings(path, environment, {"port": 3, "workers": None})
    assert (found.port, found.kept, found.rate, found.workers) == (3, 2, 1, 1)


def test_paths_in_a_file_are_relative_to_it(file):
    path = file('data = "land"\nkeys = "/run/keys.toml"')
    found = read_settings(path)
    assert found.data == path.parent / "land"
    assert found.keys == Path("/run/keys.toml")
    assert read_settings(file('store = "s3://a/b"')).store == "s3://a/b"
    assert read_settings(None, {"MDI_DATA": "land"}).data == Path("land")


def test_every_setting_can_come_from_the_environment():
    given = {"log": "json", "proxies": "10.0.0.1, ::1", "metrics": "no", "public_url": "http://a"}
    given |= {"contact_email": "mdi@example.nl", "contact_url": "https://example.nl"}
    for field in fields(Settings):
        if field.name in {"data", "store"}:
            continue
        value = given.get(field.name, "7")
        found = read_settings(None, {f"MDI_{field.name.upper()}": value})
        assert getattr(found, field.name) != field.default, field.name
    assert read_settings(None, {"MDI_PROXIES": given["proxies"]}).proxies == (
        "10.0.0.1/32",
        "::1/128",
    )


@pytest.mark.parametrize("given", [("data", "store"), ("store", "data")])
def test_who_names_a_folder_no_longer_has_the_store(file, given):
    below, above = given
    found = read_settings(file(f'{below} = "x"'), {}, {above: "y"})
    assert getattr(found, above) is not None
    assert getattr(found, below) is None


def test_both_in_one_place_are_refused(file):
    assert "'data' and 'store'" in str(refused(file('data = "x"\nstore = "y"')))


def test_all_that_is_wrong_is_told_at_once(file):
    path = file(
        'porrt = 80\nport = 70000\nlog = "xml"\nproxies = ["10.0.0.1", "proxy"]\n'
        'public_url = "mdi.example.nl"\nkept = 0\nmetrics = 3.5'
    )
    error = refused(path, {"MDI_BODY_SIZE": "large", "MDI_PUBLIC_URI": "http://a"}, {"workers": 99})
    told = [str(problem) for problem in error.problems]
    assert len(told) == 10
    for words in (
        "'porrt' of",
        "did you mean 'port'?",
        "'MDI_PUBLIC_URI' is no setting; did you mean 'MDI_PUBLIC_URL'?",
        "setting 'port': expected a number of at most 65,535 (found 70000)",
        "setting 'log': expected 'plain' or 'json'",
        "setting 'proxies.1': expected an address or a network",
        "setting 'public_url': expected an address such as",
        "setting 'body_size': expected a whole number (found 'large')",
        "setting 'workers'",
    ):
        assert any(words in each for each in told), (words, told)


def test_variables_of_others_are_none_of_ours():
    environment = {"MDI_DEBUG": "1", "MDI_SETTINGS": "x", "PORT": "1", "MDI_": "1", "MDI_PORT": ""}
    assert read_settings(None, environment) == Settings()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://mdi.example.nl/depriv/", "https://mdi.example.nl/depriv"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_a_public_address_has_no_slash_at_its_end(url, kept):
    assert read_settings(None, {"MDI_PUBLIC_URL": url}).public_url == kept


@pytest.mark.parametrize("url", ["ftp://a", "https://", "a", "https://a?b=c", "https://a#b", "//a"])
def test_a_public_address_that_is_none_is_refused(url):
    refused(None, {"MDI_PUBLIC_URL": url})


def test_a_file_that_is_not_there_or_no_toml_is_told(file, tmp_path):
    with pytest.raises(FileError, match=r"no\.toml"):
        read_settings(tmp_path / "no.toml")
    refused(file("port = "))


def test_settings_do_not_change():
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
