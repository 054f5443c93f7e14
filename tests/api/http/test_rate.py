"""How often one client may ask."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.http.rate import Buckets, RateLimit, client_of
from api.http.worker import Worker
from api.settings import Settings
from tests.api.conftest import client_of as client_to
from tests.api.http.plain import asked, echo, scope_of


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def buckets(quota=3, window=60.0, worker=None):
    clock = Clock()
    return Buckets(worker or Worker(), quota, window, clock), clock


def test_a_full_bucket_has_its_quota_and_no_more():
    full, _ = buckets()
    left = [full.take("a") for _ in range(4)]
    assert left[:3] == pytest.approx([2, 1, 0])
    assert left[3] == pytest.approx(-1)  # a whole token must come first


def test_tokens_come_back_one_by_one():
    full, clock = buckets()
    for _ in range(3):
        full.take("a")
    clock.now += 20
    assert full.take("a") == pytest.approx(0)
    assert full.take("a") < 0
    clock.now += 600
    assert [full.take("a") >= 0 for _ in range(4)] == [True, True, True, False]


def test_who_is_refused_pays_nothing():
    full, clock = buckets()
    for _ in range(100):
        full.take("a")
    clock.now += 20
    assert full.take("a") == pytest.approx(0)


def test_clients_have_buckets_of_their_own():
    full, _ = buckets(quota=1)
    assert all(full.take(str(number)) >= 0 for number in range(2000))
    assert sum(full.take(str(number)) >= 0 for number in range(2000)) < 20


def test_workers_share_the_buckets(tmp_path):
    (one, _), (two, _) = (buckets(worker=Worker(number, tmp_path)) for number in range(2))
    assert [one.take("a") >= 0, two.take("a") >= 0, one.take("a") >= 0] == [True] * 3
    assert one.take("a") < 0
    assert two.take("a") < 0


@given(st.lists(st.floats(0, 50), max_size=60), st.integers(1, 9), st.floats(1, 100))
def test_no_window_ever_has_more_than_two_quotas(pauses, quota, window):
    """A bucket that was full, and what came back meanwhile."""
    full, clock = buckets(quota, window)
    taken = []
    for pause in pauses:
        clock.now += pause
        if full.take("a") >= 0:
            taken.append(clock.now)
    for begin in taken:
        assert sum(begin <= moment < begin + window for moment in taken) <= 2 * quota


def limited(**more):
    return RateLimit(echo, Settings(rate=2, rate_window=60, **more), Worker())


def test_every_answer_tells_the_limit_and_what_is_left():
    app = limited()
    first, second = asked(app), asked(app)
    assert first.headers == {
        "ratelimit-policy": '"client";q=2;w=60',
        "ratelimit": '"client";r=1;t=30',
    }
    assert second.headers["ratelimit"] in {'"client";r=0;t=60', '"client";r=0;t=59'}


def test_beyond_the_limit_is_429_with_the_time_to_wait():
    app = limited()
    answer = [asked(app) for _ in range(3)][-1]
    assert answer.status == 429
    assert json.loads(answer.body)["status"] == 429
    assert 25 <= int(answer.headers["retry-after"]) <= 30
    assert answer.headers["ratelimit"].startswith('"client";r=0;')
    assert asked(app, scope_of(client=("192.0.2.2", 1))).status == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_who_is_one_client(one, other, same):
    keys = [client_of({"client": (name, 1)}) for name in (one, other)]
    assert (keys[0] == keys[1]) is same


def test_off_by_default_and_a_setting_turns_it_on(squareland):
    off = client_to(create_app(Settings(data=squareland)))
    assert "ratelimit" not in off.get("/v1/health").headers
    on = client_to(create_app(Settings(data=squareland, rate=2)))
    assert [on.get("/v1/health").status_code for _ in range(3)] == [200, 200, 429]
    assert on.get("/livez").status_code == 200
    assert on.get("/v1/health").headers["access-control-allow-origin"] == "*"
