"""What the service needs to know before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field


def _public(url: str) -> str:
    """A public address, without the slash at its end."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("expected an address such as 'https://mdi.example.nl/depriv'")
    return url.rstrip("/")


def _email(text: str) -> str:
    """An address of mail, looked at loosely."""
    name, at, host = text.rpartition("@")
    if not (name and at and "." in host) or " " in text:
        raise ValueError("expected an address of mail such as 'mdi@example.nl'")
    return text


def _network(text: str) -> str:
    """One address, or a network of them."""
    try:
        return str(ip_network(text))
    except ValueError:
        raise ValueError("expected an address or a network such as '10.0.0.0/8'") from None


Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]
Bytes = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the service.

    Limits hold for every worker by itself, but for the rate, which all workers count together.

    Attributes:
        data: a folder with a `catalogue.toml`.
        store: or a store, of which the current edition is served: a folder or an address.
        cache: where the local copy lies of a store at an address.
        kept: how many computed results are kept in memory.
        downloads: how many files for download are kept on disk that do not lie ready.
        max_age: seconds for which a client may keep an answer without asking again; over a
            store it asks every time, so that it never keeps two editions apart.
        host: the address to listen on.
        port: the port to listen on; 0 takes a free one.
        workers: processes that answer.
        public_url: where readers find the service, such as `https://mdi.example.nl/depriv`;
            all links begin with it, and its path may stand before every path that is asked.
        contact_name: whom readers of the OpenAPI documents can ask.
        contact_email: where they write to; `webmaster` at the host of the service if absent.
        contact_url: where they read more; the service itself if absent.
        proxies: addresses or networks of proxies whose `X-Forwarded-*` headers are believed.
        log: `plain` tells what happens to the service; `json` tells it as lines of JSON, and
            every request too.
        metrics: whether `/metrics` tells counts of requests to Prometheus.
        keys: a file of `mdi keys`; without one nothing can be written.
        jobs: a folder where jobs are kept: with it a client that has a key may start the batches
            of `plans`, which publish in `store`; without it nobody can.
        plans: the folder with the plans (`NAME.toml`) that a job may name.
        job_workers: processes that carry out a job.
        jobs_waiting: jobs that wait for the one that runs; more are refused.
        jobs_kept: jobs that have ended and are still told of.
        job_starts: how often a job is started, where it is interrupted.
        joins: a folder that keeps what clients with a key join to the areas, for everybody to
            read; without it, or without keys, answers are given and nothing is kept.
        joins_kept: how many joins are kept at once.
        joins_time: seconds for which a join is kept.
        least_population: inhabitants below which no figure of an area is shown; its index is
            for the method to decide, and a reader's own method may not ask for fewer.
        least_population_of_income: the same for figures about income.
        about_income: the indicators that are about income.
        url_size: bytes of an address, with its query.
        header_size: bytes of all headers of a request together.
        body_size: bytes of the body of a request.
        bodies_size: bytes of all bodies together that are being received.
        header_time: seconds in which a request must have sent its headers.
        body_time: seconds in which a request must have sent its body.
        answer_time: seconds in which an answer must have begun.
        send_time: seconds in which a client must take the next 256 kB of an answer.
        idle_time: seconds for which a connection may lie idle between two requests.
        connections: open connections; beyond them those are closed that wait longest without
            having asked anything.
        backlog: connections that wait to be accepted.
        requests: requests that are worked on at once; more are asked to come back.
        rate: requests of one client (an address, or a /64 of IPv6) per window; 0 sets no limit.
        rate_window: seconds of that window.
        drain_time: seconds between saying not to be ready and refusing connections, when the
            service is told to stop.
        stop_time: seconds in which running requests must end then.
    """

    data: Path | None = None
    store: str | Path | None = None
    cache: Path | None = None
    kept: Count = 32
    downloads: Count = 8
    max_age: Annotated[int, Field(ge=0)] = 60
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    public_url: Annotated[str, AfterValidator(_public)] | None = None
    contact_name: Annotated[str, Field(min_length=1)] = "The MDI founders"
    contact_email: Annotated[str, AfterValidator(_email)] | None = None
    contact_url: Annotated[str, AfterValidator(_public)] | None = None
    proxies: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    log: Literal["plain", "json"] = "plain"
    metrics: bool = True
    keys: Path | None = None
    jobs: Path | None = None
    plans: Path | None = None
    job_workers: Annotated[int, Field(ge=1, le=64)] = 1
    jobs_waiting: Count = 20
    jobs_kept: Count = 100
    job_starts: Count = 3
    joins: Path | None = None
    joins_kept: Count = 100
    joins_time: Seconds = 2_592_000
    least_population: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 50
    least_population_of_income: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 100
    about_income: tuple[str, ...] = ("poor_households", "household_wealth", "income_from_work")
    url_size: Bytes = 8_192
    header_size: Bytes = 32_768
    body_size: Bytes = 1_000_000
    bodies_size: Bytes = 100_000_000
    header_time: Seconds = 10
    body_time: Seconds = 30
    answer_time: Seconds = 60
    send_time: Seconds = 60
    idle_time: Seconds = 15
    connections: Count = 20_000
    backlog: Count = 2_048
    requests: Count = 500
    rate: Annotated[int, Field(ge=0)] = 0
    rate_window: Seconds = 60
    drain_time: Annotated[float, Field(ge=0)] = 0
    stop_time: Seconds = 30
