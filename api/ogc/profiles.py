"""Profiles of GeoJSON: `profile=` (OGC 23-058r2, 13; OGC 21-045r1, 14 and 15).

`rfc7946` is plain GeoJSON; `jsonfg` is JSON-FG; `jsonfg-plus` is the same with a shape in longitude
and latitude beside that in another coordinate system, for readers of plain GeoJSON.
"""

from __future__ import annotations

from typing import Literal, get_args

from api.http.formats import HTML
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.parameters import Parameter

Profile = Literal["rfc7946", "jsonfg", "jsonfg-plus"]
PLAIN, LEAN, FULL = get_args(Profile)
REGISTER = "http://www.opengis.net/def/profile/OGC/0/"
CURIE = "[ogc-profile:"


def _read(given: str) -> list[str]:
    """Names of profiles; each may stand there as its URI or as a safe CURIE."""
    return [_name(part.strip()) for part in given.split(",") if part.strip()]


def _name(text: str) -> str:
    if text.lower().startswith(REGISTER.lower()):
        return text[len(REGISTER) :]
    return text[len(CURIE) : -1] if text.startswith(CURIE) and text.endswith("]") else text


PROFILE = Parameter(
    "profile",
    f"Profiles of GeoJSON, the best first: {PLAIN}, {LEAN} or {FULL}; others are passed over.",
    {"type": "array", "items": {"type": "string"}},
    _read,
)


def profile_of(asked: Asked) -> Profile | None:
    """The profile of an answer: the first that is asked for and goes with its format.

    A profile that is not there is no mistake (23-058r2, /rec/profile-parameter/profile-negotiation).

    Returns:
        None for a page, which has none.
    """
    if asked.format is HTML:
        return None
    there: tuple[Profile, ...] = (
        (PLAIN, LEAN, FULL) if asked.format.name == "json" else (FULL, LEAN)
    )
    wanted = asked.query.get(PROFILE.name, ())
    return next((each for name in wanted for each in there if each == name), there[0])


def is_json_fg(asked: Asked) -> bool:
    """Whether an answer is JSON-FG."""
    return profile_of(asked) in {LEAN, FULL}


def link_to(profile: Profile) -> Link:
    """What an answer says of its profile (23-058r2, /req/profile-parameter/profile-param-response)."""
    return Link(REGISTER + profile, "profile", HTML.media)
