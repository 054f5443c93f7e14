"""`mdi keys`: a key is shown once, listed without itself, and revoked."""

import re

import pytest

KEY = re.compile(r"mdi_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")


def test_a_key_goes_through_its_life(mdi_, here):
    ran = mdi_("keys", "add", "nightly", "--scope", "jobs", "--file", "keys.toml")
    assert ran.code == 0
    (written,) = KEY.findall(ran.all)
    listed = mdi_("keys", "list", "--file", "keys.toml")
    assert re.search(r"nightly +[0-9a-f]{12} +jobs +\d{4}-\d\d-\d\d +valid", listed.all)
    assert written not in listed.all + (here / "keys.toml").read_text()
    assert mdi_("keys", "revoke", "nightly", "--file", "keys.toml").code == 0
    assert "revoked" in mdi_("keys", "list", "--file", "keys.toml").all


def test_what_it_opens_and_until_when(mdi_, here):
    options = ["--scope", "jobs", "--scope", "joins", "--expires", "2027-01-31"]
    ran = mdi_("keys", "add", "both", *options, "--file", "keys.toml")
    assert "jobs and joins, until 2027-01-31" in ran.all
    assert "expires = 2027-01-31" in (here / "keys.toml").read_text()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("add", "a", "--scope", "job"), 4, "did you mean 'jobs'"),
        (("add", "a"), 2, "--scope"),
        (("add", "a", "--scope", "jobs", "--expires", "soon"), 2, "--expires"),
        (("list",), 5, "keys.toml"),
        (("revoke", "a"), 4, "no key 'a'"),
    ],
)
def test_what_is_wrong_is_told(mdi_, here, words, code, told):
    ran = mdi_("keys", *words, "--file", "keys.toml")
    assert ran.code == code, ran.all
    assert told in ran.all
    assert not (here / "keys.toml").exists()
