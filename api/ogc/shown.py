"""Areas for people: figures and words as their language writes them, in a table and on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.http.languages import Language
from api.ogc.collections import title_of
from api.ogc.documents import ON_A_MAP
from geodata.pictures.words import WORDS

if TYPE_CHECKING:
    from api.http.links import Link
    from api.ogc.items import Choice
    from api.ogc.layers import Layer

DECIMALS = 2  # of figures
WORDED = ("status", "reliability")  # columns of words
ON_THE_MAP = "area_code,area_name,index,decile"
ASIDE = (
    "_rank",
    "_filled",
    "rank_median",
    "top_tenth",
)  # columns that a table leaves out where nothing is asked

TEXTS: dict[Language, dict[str, str]] = {
    "nl": {
        "ranked": "heeft een rang",
        "few_inhabitants": "te weinig inwoners",
        "low_coverage": "te weinig cijfers",
        "incomplete": "een deel ontbreekt",
        "not_in_table": "geen cijfers",
        "spread_restored": "spreiding hersteld",
        "zero": "nul",
        "copula": "geschat uit de andere",
        "certainly": "zeker",
        "probably": "waarschijnlijk",
        "possibly": "misschien",
        "not": "niet",
    },
    "en": {
        "ranked": "has a rank",
        "few_inhabitants": "too few inhabitants",
        "low_coverage": "too few figures",
        "incomplete": "a part is missing",
        "not_in_table": "no figures",
        "spread_restored": "spread restored",
        "zero": "zero",
        "copula": "estimated from the others",
        "certainly": "certainly",
        "probably": "probably",
        "possibly": "possibly",
        "not": "not",
    },
}


def shown(layer: Layer, name: str, row: int, language: Language) -> str:
    """A value for people; nothing where there is none."""
    value, words = layer.columns[name][row], WORDS[language]
    if value is None or value != value:  # noqa: PLR0124 -- NaN
        return ""
    if layer.kinds[name] == "string":
        told = name in WORDED or name.endswith("_filled")
        return TEXTS[language].get(str(value), str(value)) if told else str(value)
    return words.number(float(value), DECIMALS if layer.kinds[name] == "number" else 0)


def table_of(choice: Choice, links: Sequence[Link]) -> dict[str, Any]:
    """A page of areas."""
    layer, (begin, end), language = choice.layer, choice.page, choice.asked.language
    names = choice.names
    if names is None:
        names = [name for name in layer.kinds if not name.endswith(ASIDE)]
    by_rel = {link.rel: link.href for link in links}
    number = WORDS[language].number
    return {
        "title": title_of(choice.collection, choice.asked),
        "id": choice.collection.id,
        "columns": [_column(choice, name) for name in names],
        "rows": [
            (layer.codes[row], [shown(layer, name, row, language) for name in names])
            for row in choice.rows.tolist()
        ],
        "begin": number(begin + 1, 0),
        "end": number(end, 0),
        "matched": number(len(choice.order.rows), 0),
        "next": by_rel.get("next"),
        "prev": by_rel.get("prev"),
        "edition": choice.asked.query.get("edition"),
        "latest": by_rel.get("latest-version"),
        "map": _map(choice) if 0 < len(choice.rows) <= ON_A_MAP else None,
    }


def one_of(choice: Choice, row: int, links: Sequence[Link]) -> dict[str, Any]:
    """One area."""
    layer, language = choice.layer, choice.asked.language
    names = list(layer.kinds) if choice.names is None else choice.names
    return {
        "title": layer.columns["area_name"][row] or layer.codes[row],
        "code": layer.codes[row],
        "id": choice.collection.id,
        "collection": title_of(choice.collection, choice.asked),
        "rows": [
            (
                layer.title(name, language),
                shown(layer, name, row, language),
                _is_number(layer, name),
            )
            for name in names
        ],
        "links": [link.plain() for link in links],
        "map": _map(choice),
    }


def _is_number(layer: Layer, name: str) -> bool:
    return layer.kinds[name] != "string"


def _column(choice: Choice, name: str) -> Mapping[str, Any]:
    """A column: its title, and where it is sorted by."""
    layer, asked = choice.layer, choice.asked
    keys = choice.order.keys
    first = keys[0] if keys and keys[0].name == name else None
    upward = first is not None and not first.downward
    sort = asked.here(
        sortby=f"-{name}" if upward else name, offset=None, after=None, before=None, edition=None
    )
    return {
        "name": name,
        "title": layer.title(name, asked.language),
        "number": _is_number(layer, name),
        "sort": sort,
        "sorted": None if first is None else ("ascending" if upward else "descending"),
    }


def _map(choice: Choice) -> str:
    """Where the areas of the map are."""
    asked = choice.asked
    more = {} if "code" in asked.places else {"limit": str(choice.limit), "skipGeometry": None}
    return asked.here(f="json", properties=ON_THE_MAP, crs=None, **more)
