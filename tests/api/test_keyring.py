"""Keys in a file: what is kept opens nothing."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tomllib
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.keyring import COST, NAME, SCOPES, WRITTEN, Key, _told, add_key, read_keys, revoke_key
from mdi.errors import DeclarationError, FileError


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.toml"


def test_a_key_is_shown_once_and_not_kept(file):
    made = add_key(file, "nightly", ("jobs",))
    known, secret = WRITTEN.fullmatch(made.written).groups()
    content = file.read_text()
    assert secret not in content
    assert known == made.entry.id
    assert read_keys(file).keys == (made.entry,)
    assert len(secret) == 43  # 256 bits in base 64


def test_the_hash_is_scrypt_of_the_secret_with_its_salt(file):
    made = add_key(file, "nightly", ("jobs",))
    secret = WRITTEN.fullmatch(made.written)[2]
    (kept,) = tomllib.loads(file.read_text())["keys"]
    salt = bytes.fromhex(kept["salt"])
    expected = hashlib.scrypt(secret.encode(), salt=salt, n=COST, r=8, p=1, dklen=32)
    assert kept["hash"] == expected.hex()
    assert COST * 8 * 128 >= 16_000_000  # bytes of memory for one try
    assert made.entry.proven_by(secret)
    assert not made.entry.proven_by(secret[:-1] + "x")
    assert not made.entry.proven_by("")


def test_no_two_keys_have_anything_in_common(file):
    made = [add_key(file, f"key {number}", ("jobs",)) for number in range(3)]
    for values in zip(
        *((m.written, m.entry.id, m.entry.salt, m.entry.hash) for m in made), strict=True
    ):
        assert len(set(values)) == 3


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes here")
def test_nobody_else_may_read_the_file(file):
    add_key(file, "nightly", ("jobs",))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    revoke_key(file, "nightly")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_all_that_is_wrong_is_told_at_once(file):
    add_key(file, "nightly", ("jobs",))
    with pytest.raises(DeclarationError) as raised:
        add_key(file, "nightly", ("job", "join"))
    told = str(raised.value)
    assert "did you mean 'jobs'?" in told
    assert "did you mean 'joins'?" in told
    assert "a key 'nightly' already" in told


@pytest.mark.parametrize("name", ["", "-x", "a\nb", "x" * 65, 'a"b', "é"])
def test_a_name_that_is_none_is_refused(file, name):
    with pytest.raises(DeclarationError, match="a name of 64 signs at most"):
        add_key(file, name, ("jobs",))
    assert not file.exists()


def test_a_revoked_key_stays_in_the_file_and_its_name_is_free_again(file):
    first = add_key(file, "nightly", ("jobs",)).entry
    assert revoke_key(file, "nightly").state(datetime.now(UTC)) == "revoked"
    second = add_key(file, "nightly", ("joins",)).entry
    assert [key.id for key in read_keys(file).keys] == [first.id, second.id]
    assert revoke_key(file, second.id).id == second.id
    with pytest.raises(DeclarationError, match="no keys to revoke"):
        revoke_key(file, "nightly")


def test_a_key_that_is_not_there_cannot_be_revoked(file):
    add_key(file, "nightly", ("jobs",))
    with pytest.raises(DeclarationError, match="did you mean 'nightly'"):
        revoke_key(file, "nightli")


def test_a_key_is_valid_through_its_last_day(file):
    entry = add_key(file, "nightly", ("jobs",), date(2026, 12, 31)).entry
    last = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    assert entry.state(last) == "valid"
    assert entry.state(last + timedelta(minutes=1)) == "expired"


def test_two_who_add_at_once_both_add(file):
    threads = [Thread(target=add_key, args=(file, f"k{n}", ("jobs",))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key.name for key in read_keys(file).keys} == {f"k{n}" for n in range(8)}


@pytest.mark.parametrize(
    "content",
    ["keys = 3", "[[keys]]\nname = 'a'", "[[key]]", "not toml", "[[keys]]\nscopes = ['all']"],
)
def test_a_file_that_does_not_hold_up_is_told(file, content):
    file.write_text(content)
    with pytest.raises(DeclarationError):
        read_keys(file)
    with pytest.raises(DeclarationError):
        add_key(file, "nightly", ("jobs",))
    assert file.read_text() == content


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be written"):
        add_key(tmp_path / "file" / "keys.toml", "nightly", ("jobs",))


@given(
    st.from_regex(re.compile(NAME), fullmatch=True),
    st.lists(st.sampled_from(SCOPES), min_size=1),
    st.none() | st.dates(),
    st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_what_is_written_is_read_again(name, scopes, expires, added):
    key = Key(
        name=name,
        id="0" * 12,
        scopes=tuple(scopes),
        salt="ab" * 16,
        hash="cd" * 32,
        added=added,
        expires=expires,
    )
    (plain,) = tomllib.loads(_told(key))["keys"]
    assert Key.parse(plain, "here") == key
