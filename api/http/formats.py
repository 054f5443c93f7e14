"""Formats of answers, and which of them a client wants: by `f=`, by suffix or by `Accept`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mdi.errors import DeclarationError, MdiError, did_you_mean


class NotAcceptableError(MdiError):
    """The client accepts none of the formats that there are."""

    title = "No format that you accept"


@dataclass(frozen=True)
class Format:
    """A format of answers.

    Attributes:
        name: the word for `f=`.
        media: the media type that is sent.
        also: other media types by which it may be asked for.
        charset: whether the media type is sent with `charset=utf-8`.
        is_told: whether the documentation names it.
    """

    name: str
    media: str
    also: tuple[str, ...] = field(default=())
    charset: bool = False
    is_told: bool = True

    @property
    def content_type(self) -> str:
        """The header `Content-Type`."""
        return f"{self.media}; charset=utf-8" if self.charset else self.media


JSON = Format("json", "application/json")
HTML = Format("html", "text/html", ("application/xhtml+xml",), charset=True)
GEOJSON = Format("json", "application/geo+json", ("application/json", "application/vnd.geo+json"))
JSON_FG = Format("jsonfg", "application/geo+json")  # OGC 21-045r1, 16: the media type of GeoJSON
OF_DRAFTS = tuple(  # of the same clause: what drafts called it may still be asked for
    Format("jsonfg", media, is_told=False)
    for media in ("application/fg+json", "application/vnd.ogc.fg+json")
)
SCHEMA = Format("json", "application/schema+json", ("application/json",))
OPENAPI = Format(
    "json", "application/vnd.oai.openapi+json;version=3.0", ("application/json", "application/*")
)
CSV = Format("csv", "text/csv", charset=True)
TILEJSON = Format("tilejson", "application/vnd.mapbox.tilejson+json")
MVT = Format("mvt", "application/vnd.mapbox-vector-tile", ("application/x-protobuf",))


def format_of(formats: Sequence[Format], asked: str | None, accept: str | None) -> Format:
    """The format that a client wants.

    Args:
        formats: those there are, the best first.
        asked: the value of `f=`, which goes before the header.
        accept: the header `Accept`.

    Raises:
        DeclarationError: `f=` names another.
        NotAcceptableError: the header allows none of them.
    """
    if asked is not None:
        return _named(formats, asked)
    if not accept or accept == "*/*":
        return formats[0]
    wanted = _ranges(accept)
    worth = [_worth(wanted, each) for each in formats]
    best = max(worth)
    if best <= 0:
        names = ", ".join(dict.fromkeys(each.media for each in formats if each.is_told))
        raise NotAcceptableError("No format that you accept.", hint=f"There are: {names}.")
    return formats[worth.index(best)]


def _named(formats: Sequence[Format], asked: str) -> Format:
    for each in formats:
        if asked in (each.name, each.media, *each.also):
            return each
    names = [each.name for each in formats]
    hint = did_you_mean(asked, names)
    raise DeclarationError(f"There is no format f={asked} of this.", hint=hint)


@lru_cache(256)
def _ranges(accept: str) -> tuple[tuple[str, float], ...]:
    """Media ranges with their quality (RFC 9110, 12.5.1)."""
    found = []
    for part in accept.split(","):
        media, *parameters = (each.strip().lower() for each in part.split(";"))
        found.append((media, _quality(parameters)))
    return tuple(found)


def _quality(parameters: Sequence[str]) -> float:
    for each in parameters:
        if each.startswith("q="):
            try:
                return min(max(float(each[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _worth(wanted: tuple[tuple[str, float], ...], each: Format) -> float:
    """How much a format is wanted: by the most specific range that has it, or by another name."""
    media = each.media.partition(";")[0]
    ranges = (media, f"{media.partition('/')[0]}/*", "*/*")
    told = dict(reversed(wanted))
    own = next((told[name] for name in ranges if name in told), 0.0)
    return max(own, *(told.get(name, 0.0) for name in each.also), 0.0)
