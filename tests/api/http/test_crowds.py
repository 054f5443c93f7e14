"""How many are answered at once, and for how long they wait."""

import asyncio
import json
import time

import anyio.to_thread

from api.http.crowds import Crowd
from tests.api.http.plain import asked, asking, echo


def waiting(seconds):
    async def app(scope, receive, send):
        await asyncio.sleep(seconds)
        await echo(scope, receive, send)

    return app


def late(in_thread):
    """Answers after half a second, whatever is asked."""

    async def app(_scope, _receive, send):
        if in_thread:
            await anyio.to_thread.run_sync(time.sleep, 0.6)
        else:
            await asyncio.sleep(0.6)
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    return app


async def several(app, count):
    return await asyncio.gather(*(asking(app) for _ in range(count)))


def test_beyond_the_places_clients_are_asked_to_come_back():
    crowd = Crowd(waiting(0.1), 3, 10)
    answers = asyncio.run(several(crowd, 5))
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 503, 503]
    refused = next(answer for answer in answers if answer.status == 503)
    assert refused.headers["retry-after"] == "1"
    assert json.loads(refused.body)["status"] == 503
    assert crowd.inside == 0
    assert asked(crowd).status == 200


def test_a_place_is_free_when_the_answer_begins():
    """Who reads slowly takes no place of others."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        begun.set()
        await may_end.wait()
        await send({"type": "http.response.body"})

    async def run():
        crowd = Crowd(slow, 1, 10)
        first = asyncio.create_task(asking(crowd))
        await begun.wait()
        assert crowd.inside == 0
        may_end.set()
        second = await asking(crowd)
        return [(await first).status, second.status]

    assert asyncio.run(run()) == [200, 200]


def test_a_place_is_free_after_a_mistake():
    async def broken(_scope, _receive, _send):
        raise KeyError

    crowd = Crowd(broken, 1, 10)
    for _ in range(3):
        try:
            asked(crowd)
        except KeyError:
            continue
        raise AssertionError
    assert crowd.inside == 0


def test_an_answer_that_takes_too_long_is_refused_in_time():
    for in_thread in (False, True):
        crowd = Crowd(late(in_thread), 2, 0.1)
        moments = []

        async def timed(app=crowd, moments=moments):
            began = time.monotonic()

            async def send(message):
                moments.append((message["type"], message.get("status"), time.monotonic() - began))

            await app({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send)

        asyncio.run(timed())
        assert moments[0][:2] == ("http.response.start", 503)
        assert moments[0][2] < 0.5
        assert len(moments) == 2
        assert crowd.inside == 0


def test_an_answer_that_has_begun_may_take_its_time():
    async def slow(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        await asyncio.sleep(0.2)
        await send({"type": "http.response.body", "body": b"whole"})

    answer = asked(Crowd(slow, 1, 0.05))
    assert (answer.status, answer.body) == (200, b"whole")
