"""Settings from a file, the environment and the command line; the later outranks the earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.settings import Settings
from mdi.declaration import read_toml
from mdi.errors import DeclarationError, Problem, did_you_mean
from mdi.faults import told

PREFIX = "MDI_"
NEAR = 0.8  # how much a name in the environment looks like a setting that was meant
NAMES = [field.name for field in fields(Settings)]
PATHS = ("data", "store", "cache", "keys", "jobs", "plans", "joins")
SERVED = {"data", "store"}  # one or the other; who names one no longer has the other
LISTS = ("proxies", "about_income")

Given = dict[str, Any]


def read_settings(
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings of the service.

    Args:
        file: a TOML file; relative paths in it are relative to its folder.
        environment: variables such as `MDI_PORT`; lists are separated by commas.
        options: of the command line; what is None was not given.

    Raises:
        FileError: the file cannot be read.
        DeclarationError: all that is wrong with the settings, at once.
    """
    problems: list[Problem] = []
    merged: Given = {}
    for layer in (
        _of_file(file, problems),
        _of_environment(environment or {}, problems),
        {name: value for name, value in (options or {}).items() if value is not None},
    ):
        hidden = SERVED if SERVED & layer.keys() else set()
        merged = {name: merged[name] for name in merged.keys() - hidden} | layer
    settings = _checked(merged, problems)
    if problems or settings is None:
        raise DeclarationError("The settings do not hold up.", problems)
    return settings


def _checked(merged: Given, problems: list[Problem]) -> Settings | None:
    """The settings, or None with what is wrong added to the problems."""
    if merged.keys() >= SERVED:
        problems.append(Problem("'data' and 'store' are both set", hint="set one of them"))
    try:
        return TypeAdapter(Settings).validate_python(merged)
    except ValidationError as error:
        problems.extend(told(error.errors(include_url=False), noun="setting"))
        return None


def _of_file(file: Path | None, problems: list[Problem]) -> Given:
    """What a file sets, with its paths as they are seen from here."""
    if file is None:
        return {}
    content = read_toml(file)
    problems.extend(
        Problem(f"key '{name}' of {file} is no setting", hint=did_you_mean(name, NAMES))
        for name in content
        if name not in NAMES
    )
    known = {name: value for name, value in content.items() if name in NAMES}
    return {name: _from(file.parent, name, value) for name, value in known.items()}


def _from(folder: Path, name: str, value: Any) -> Any:
    """A path as it is meant by a file in a folder; other values as they are."""
    if name not in PATHS or not isinstance(value, str) or "://" in value:
        return value
    return folder / value


def _of_environment(environment: Mapping[str, str], problems: list[Problem]) -> Given:
    """What variables set; one that looks like a setting and is none is a mistake."""
    given: Given = {}
    for variable, value in environment.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or not value:
            continue
        if name in NAMES:
            given[name] = _items(value) if name in LISTS else value
        elif near := get_close_matches(name, NAMES, n=1, cutoff=NEAR):
            hint = f"did you mean '{PREFIX}{near[0].upper()}'?"
            problems.append(Problem(f"variable '{variable}' is no setting", hint=hint))
    return given


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]
