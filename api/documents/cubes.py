"""Cubes of JSON-stat 2.0 (https://json-stat.org/full/)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.basic import Document


class CubeUnit(Document):
    """What a measure counts, and how many decimals are worth showing."""

    label: str | None = None
    decimals: int


class CubeCategory(Document):
    """The values that a dimension has, in their order."""

    index: list[str]
    label: dict[str, str]
    unit: dict[str, CubeUnit] | None = None


class CubeDimension(Document):
    """A dimension: areas, measures or the year."""

    label: str
    category: CubeCategory


class CubeLink(Document):
    """Where another page is."""

    href: str
    type: str


class JsonStat(BaseModel):
    """Areas by measures by year, in the order of `id`; the last dimension runs fastest."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    version: Literal["2.0"]
    kind: Literal["dataset"] = Field(alias="class")
    label: str
    source: str
    link: dict[str, list[CubeLink]] | None = None
    id: list[str]
    size: list[int]
    role: dict[str, list[str]]
    dimension: dict[str, CubeDimension]
    value: list[float | None]
    status: dict[str, str] | None = Field(
        None, description="Why cells have no value, or how they got it, by their place."
    )
    extension: dict[str, Any] = Field(
        description="The provenance, and what the words of `status` mean."
    )
