"""Large answers go out in pieces."""

import pytest

from api.http.pieces import PIECE, Pieces
from tests.api.http.plain import asked


def sending(*bodies):
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        for number, body in enumerate(bodies, 1):
            more = number < len(bodies)
            await send({"type": "http.response.body", "body": body, "more_body": more})

    return app


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
@pytest.mark.parametrize("kind", [bytes, memoryview])
def test_nothing_is_lost_and_no_piece_is_large(size, kind):
    body = bytes(range(256)) * (size // 256 + 1)
    body = body[:size]
    for bodies in ([kind(body)], [kind(body), b"", kind(body)]):
        answer = asked(Pieces(sending(*bodies)))
        assert answer.body == b"".join(map(bytes, bodies))
        assert max(map(len, answer.parts)) <= PIECE
