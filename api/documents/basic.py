"""What all answers share."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Document(BaseModel):
    """An answer; what stands in it stands here."""

    model_config = ConfigDict(extra="forbid")


class Problem(Document):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    problems: list[dict[str, Any]] = Field(default_factory=list)


class Link(Document):
    """Where something is."""

    rel: str
    href: str
