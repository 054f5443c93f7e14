"""What is asked in the body of a new job: a plan by its name, and nothing of its content."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.bodies import Body
from api.jobs.plans import NAME


class NewJob(Body):
    """A job."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"plan": "nightly", "dry_run": True}, {"plan": "nightly"}]},
    )

    plan: str = Field(
        pattern=f"^{NAME}$",
        description="the name of a plan: 64 letters, digits, hyphens and underscores at most",
    )
    dry_run: bool = Field(
        default=False,
        strict=True,
        description="Only tell which steps would be carried out, and why.",
    )
