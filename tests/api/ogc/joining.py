"""Clients who join figures of their own to Squareland."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.app import create_app
from api.keyring import add_key
from api.ogc.joins.form import CSV, DIRECT, KEPT
from api.settings import Settings
from tests.api.conftest import strict
from tests.api.ogc.asking import MUNICIPALITIES, ROOT, Reader

FIELDS = {
    "collection-id": MUNICIPALITIES,
    "right-dataset-format": CSV,
    "right-dataset-key": "0",
    "right-dataset-data-value-list": "1",
    "csv-file-delimiter": ",",
}
FIGURES = b"code,visits\nGM0001,12\nGM0002,7\n"


class Joiner(Reader):
    """Sends figures to a service that keeps joins.

    Args:
        country: the folder that is served.
        folder: for keys and joins.
        more: settings.
    """

    def __init__(self, country: Path, folder: Path, **more: Any) -> None:
        self.keys = folder / "keys.toml"
        self.key = add_key(self.keys, "analyst", ("joins",)).written
        self.other = add_key(self.keys, "nightly", ("jobs",)).written
        self.folder = folder / "joins"
        super().__init__(
            create_app(Settings(data=country, keys=self.keys, joins=self.folder, **more))
        )

    def send(self, content: bytes = FIGURES, key: str | None = None, **fields: str | None) -> Any:
        """The answer to a form; `_` in a name stands for `-`, and None leaves a field out."""
        given = {name.replace("_", "-"): value for name, value in fields.items()}
        told = {name: value for name, value in {**FIELDS, **given}.items() if value is not None}
        headers = {"x-api-key": key} if key else {}
        accept = told.pop("accept", None)
        headers |= {"accept": accept} if accept else {}
        files = {"right-dataset-file": ("visits.csv", content, "text/csv")}
        return self.client.post(f"{ROOT}/joins", data=told, files=files, headers=headers)

    def keep(self, content: bytes = FIGURES, **fields: str | None) -> dict[str, Any]:
        """The document of a join that is kept."""
        answer = self.send(content, self.key, output_formats=KEPT, **fields)
        assert answer.status_code == 201, answer.text
        return strict(answer.content)

    def direct(self, content: bytes = FIGURES, **fields: str | None) -> dict[str, Any]:
        """The areas with figures, at once."""
        answer = self.send(content, output_formats=DIRECT, **fields)
        assert answer.status_code == 200, answer.text
        return strict(answer.content)


def properties(areas: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is said of each area, by its code."""
    return {each["id"]: each["properties"] for each in areas["features"]}
