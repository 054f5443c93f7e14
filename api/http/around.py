"""What stands around the service, from the outside to the inside."""

from __future__ import annotations

from starlette.types import ASGIApp

from api.deprecations import schedule
from api.edition_header import EditionHeader
from api.http import cors
from api.http.cors import Preflight
from api.http.crowds import Crowd
from api.http.logs import RequestLog
from api.http.metrics import Metrics
from api.http.outgoing import Outgoing
from api.http.pieces import Pieces
from api.http.probes import Probes, State
from api.http.proxies import Prefix, Proxies
from api.http.rate import RateLimit
from api.http.request_ids import RequestIds
from api.http.security import policy_of, security_headers
from api.http.sizes import Sizes
from api.http.standing import Standing, StandingHeaders
from api.http.watching import Watch, Watcher
from api.http.worker import Worker
from api.settings import Settings
from mdi.version import __version__

API_VERSION = (b"api-version", __version__.encode())


def around(app: ASGIApp, settings: Settings, worker: Worker, state: State) -> ASGIApp:
    """The service with all that stands around it.

    A request goes through this list from the last to the first; its answer comes back the other
    way. What is refused is counted, logged and marked like any other answer.
    """
    app = Pieces(app)
    app = Crowd(app, settings.requests, settings.answer_time)
    app = Sizes(app, settings)
    if settings.rate:
        app = RateLimit(app, settings, worker)
    app = Preflight(app)
    app = EditionHeader(app)
    if schedule().deprecated:
        app = Outgoing(app, schedule().deprecated, settings.public_url)
    app = Watch(app, watchers(settings, state.metrics))
    app = Probes(app, state)
    app = Prefix(app, settings.public_url)
    app = Proxies(app, settings.proxies)
    app = StandingHeaders(app, standing(settings))
    return RequestIds(app)


def standing(settings: Settings) -> Standing:
    """The headers of every answer."""
    headers = (API_VERSION, *cors.STANDING, *security_headers(settings.public_url))
    return Standing(headers, policy_of)


def watchers(settings: Settings, metrics: Metrics | None) -> list[Watcher]:
    """Who keeps account of requests."""
    log: list[Watcher] = [RequestLog()] if settings.log == "json" else []
    return [metrics, *log] if metrics else log
