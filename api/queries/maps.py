"""Maps: classes, colours and which part."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from api.http.languages import Language
from api.queries.basic import LevelRecipe, Plain
from api.sureness import ON_MAPS
from geodata.classify import Classification
from mdi.errors import DeclarationError
from mdi.faults import problems_of

COLUMNS = ("ids", "codes", "values", "class", *ON_MAPS)  # of a measure, and of the rank


class MapQuery(LevelRecipe):
    """A map: classes, colours and which part of it."""

    scheme: Literal["quantiles", "equal_interval", "natural_breaks", "fixed"] = Field(
        "quantiles", description="How the classes are made."
    )
    classes: int = Field(5, ge=2, le=9, description="How many classes; not for 'fixed'.")
    breaks: str | None = Field(
        None, description="Borders between classes, for 'fixed'.", examples=["20,40,60,80"]
    )
    palette: str = Field("ylorbr", description="The colours.", examples=["purples"])

    def rule(self) -> Any:
        """The classification that is meant.

        Raises:
            DeclarationError: it cannot be made of these parameters.
        """
        chosen: dict[str, Any] = {"by": self.scheme}
        if self.scheme == "fixed":
            chosen["breaks"] = [part.strip() for part in (self.breaks or "").split(",") if part]
        elif self.breaks is not None:
            message = f"breaks are only for scheme 'fixed', not for '{self.scheme}'."
            raise DeclarationError(message, hint="Give scheme=fixed, or leave breaks away.")
        else:
            chosen["classes"] = self.classes
        try:
            return TypeAdapter(Classification).validate_python(chosen)
        except ValidationError as error:
            raise DeclarationError(
                f"No classes can be made by '{self.scheme}'.",
                problems_of(error, Classification),
                "Give breaks as rising numbers with commas in between, such as breaks=20,40,60.",
            ) from None


class ValuesQuery(MapQuery):
    """A measure as columns."""

    f: Literal["json", "arrow", "jsonstat"] | None = Field(
        None,
        description="The format, instead of the header Accept; `jsonstat` is JSON-stat 2.0, "
        "with neither columns nor classes.",
        examples=["arrow"],
    )
    lang: Language | None = Field(
        None,
        description="The language of labels in `jsonstat`, instead of Accept-Language.",
        examples=["nl"],
    )
    columns: str = Field(
        "ids,values,class",
        description="Which columns: `ids`, `codes`, `values`, `class`, and how sure the rank of "
        "the index is: `rank_low`, `rank_high`, `reliability`. Their rows are in the same order for "
        "every measure of a level and year, so that the first two are asked once.",
        examples=["values"],
    )
    decimals: int = Field(
        2, ge=0, le=15, description="Decimals of values in JSON; classes are made before rounding."
    )

    def chosen(self) -> list[str]:
        """The columns that are meant.

        Raises:
            DeclarationError: there are no such columns.
        """
        names = [name.strip() for name in self.columns.split(",")]
        unknown = [name for name in names if name not in COLUMNS]
        if unknown:
            message = f"columns '{self.columns}' are not all known: {', '.join(unknown)}."
            raise DeclarationError(message, hint=f"Expected some of {', '.join(COLUMNS)}.")
        return names


class LegendQuery(MapQuery, Plain):
    """The legend of a map."""


class ChoroplethQuery(MapQuery, Plain):
    """A map as GeoJSON."""

    bbox: str | None = Field(
        None,
        description="West, south, east, north in degrees: only areas that touch this box.",
        examples=["5.1,52.0,5.9,52.6"],
    )
    parent: str | None = Field(None, description="Only areas within this one.", examples=["PV80"])
    zoom: float | None = Field(
        None,
        ge=0,
        allow_inf_nan=False,
        description="Shapes that are simplified for this zoom of the map of the web, neighbours "
        "together; beyond 11 all corners are there.",
        examples=[7],
    )

    def box(self) -> tuple[float, float, float, float] | None:
        """The bounding box.

        Raises:
            DeclarationError: it is no box.
        """
        if self.bbox is None:
            return None
        hint = "Expected west,south,east,north in degrees, such as 5.1,52.0,5.9,52.6."
        try:
            west, south, east, north = (float(part) for part in self.bbox.split(","))
        except ValueError:
            raise DeclarationError(f"bbox '{self.bbox}' is no box.", hint=hint) from None
        if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
            raise DeclarationError(f"bbox '{self.bbox}' is no box.", hint=hint)
        return west, south, east, north
