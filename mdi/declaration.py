"""What a statistician decides stands in TOML; this is how it is read and found."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mdi.errors import DeclarationError, FileError, did_you_mean
from mdi.faults import problems_of

D = TypeVar("D", bound="Declaration")


class Declaration(BaseModel):
    """A frozen model read from TOML; keys it does not know are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one declaration from a TOML file.

        Raises:
            FileError: the file is not there or is no text.
            DeclarationError: it is no TOML, or not of this kind.
        """
        return cls.parse(read_toml(path), str(path))

    @classmethod
    def parse(cls, content: Any, source: str) -> Self:
        """Make a declaration from plain data; `source` names it in messages.

        Raises:
            DeclarationError: all that is wrong with it, at once.
        """
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise DeclarationError(
                f"{source} declares no valid {_words(cls.__name__)}.", problems_of(error, cls)
            ) from None


class Text(Declaration):
    """A name or a sentence in Dutch and in English."""

    nl: str
    en: str


def find(kind: type[D], folder: Path, name: str | Path) -> D:
    """The declaration of that name in the folder, or the one a path points to.

    Args:
        kind: the model it is read into.
        folder: where the instances of this kind lie; the path is the name.
        name: a name (``"imd"``) or a path that ends in ``.toml``.

    Raises:
        DeclarationError: there is none of that name; the nearest is suggested.
    """
    text = str(name)
    if text.endswith(".toml"):
        return kind.read(Path(text))
    if text not in names(folder):
        raise DeclarationError(
            f"There is no {_words(kind.__name__)} '{text}'.",
            hint=did_you_mean(text, names(folder)),
        )
    found: D = _shipped(kind, folder, text)
    return found


def names(folder: Path) -> list[str]:
    """The names of the declarations in a folder, sorted."""
    return sorted(path.stem for path in folder.glob("*.toml"))


@cache
def _shipped(kind: type[D], folder: Path, name: str) -> D:
    return kind.read(folder / f"{name}.toml")


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds, as plain data.

    Raises:
        FileError: the file is not there or is no text.
        DeclarationError: it is no TOML.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise FileError(f"{path} cannot be read: {reason}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path} is no valid TOML: {error}.") from None


def _words(class_name: str) -> str:
    """``WeightSet`` → ``weight set``."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in class_name).strip()
