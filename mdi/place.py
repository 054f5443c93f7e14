"""A place in a declaration: the keys that lead there, and what may stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

SHOWN = 4  # keys in an example of a table

Model = type[BaseModel]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, in the words of the one who wrote it.

    Attributes:
        keys: the keys that were written on the way there.
        kinds: the types that are allowed there, those of a union one by one.
    """

    keys: tuple[int | str, ...]
    kinds: tuple[Any, ...]

    @property
    def models(self) -> list[Model]:
        """The models that may stand here; more than one is a union of rules."""
        return [kind for kind in map(_bare, self.kinds) if _is_model(kind)]

    @property
    def fields(self) -> list[str]:
        """The keys that the model here knows."""
        return [name for model in self.models for name in model.model_fields]

    @property
    def rules(self) -> dict[str, Model]:
        """The rules of the union here, by the name that chooses them."""
        return {choice: model for model in self.models for choice in _choices(model).values()}

    @property
    def choosing(self) -> set[str]:
        """The keys that choose a rule out of a union, such as `by`."""
        return {key for model in self.models for key in _choices(model)}

    def described(self, key: int | str) -> str | None:
        """What is said of one key of the model here."""
        fields = self.models[0].model_fields if self.models else {}
        return fields[str(key)].description if key in fields else None

    def within(self, key: int | str) -> Place:
        """The place one key deeper. The name of a rule leads on, but nobody wrote it as a key."""
        tagged = next((kind for kind in self.kinds if _tag(kind) == key), None)
        if tagged is not None:
            return Place(self.keys, tuple(_kinds(_bare(tagged))))
        if len(self.models) > 1:
            return Place(self.keys, (self.rules[str(key)],))
        deeper = (*self.keys, key)
        if self.models and key in self.fields:
            return Place(deeper, tuple(_kinds(self.models[0].model_fields[str(key)].annotation)))
        inside = (each for kind in self.kinds for part in get_args(kind) for each in _kinds(part))
        return Place(deeper, tuple(inside))

    def example(self, found: Any) -> str:
        """A table that may stand here, in TOML: of the rule whose name comes nearest."""
        rules = self.rules
        near = get_close_matches(found, rules, n=1) if isinstance(found, str) else []
        model = rules[near[0]] if near else next(iter(self.models), None)
        if model is None:
            return "a table"
        fields = model.model_fields
        needed = [name for name in fields if fields[name].is_required() or name in _choices(model)]
        pairs = [f"{name} = {_sample(fields[name])}" for name in needed or list(fields)[:1]]
        more = ["…"] if len(pairs) > SHOWN else []
        return f"a table such as {{ {', '.join([*pairs[:SHOWN], *more])} }}"


def place_of(kind: Any, location: Sequence[int | str]) -> Place:
    """The place that pydantic means.

    Args:
        kind: the model, or the union, that was to be read.
        location: the keys as pydantic gives them, with the names of rules among them.
    """
    place = Place((), tuple(_kinds(kind)))
    for key in location:
        place = place.within(key)
    return place


def _kinds(annotation: Any) -> Iterator[Any]:
    """The types that an annotation allows."""
    origin = get_origin(annotation)
    if _tag(annotation) is not None:
        yield annotation
    elif origin is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _kinds(part)
    else:
        yield annotation


def _tag(annotation: Any) -> str | None:
    """The name that a part of a union has, where a function chooses the part."""
    said = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next((each.tag for each in said if isinstance(each, Tag)), None)


def _bare(annotation: Any) -> Any:
    return annotation if _tag(annotation) is None else get_args(annotation)[0]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _choices(model: Model) -> dict[str, str]:
    """The key that chooses this model out of a union, with the one value that it takes."""
    single = {name: get_args(field.annotation) for name, field in model.model_fields.items()}
    return {
        name: str(values[0])
        for name, values in single.items()
        if get_origin(model.model_fields[name].annotation) is Literal and len(values) == 1
    }


def _sample(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return f'"{get_args(field.annotation)[0]}"'
    return '"…"' if field.annotation is str else "…"
