"""What the service says: plain lines, or lines of JSON with every request."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

from api.http import request_ids
from api.http.watching import Seen

PLAIN = "%(asctime)s %(levelname)s %(message)s"
LOGGERS = ("mdi", "uvicorn")

requests = logging.getLogger("mdi.requests")


class RequestLog:
    """Writes a line of every request; the query is left out, and so are all headers."""

    def begins(self) -> None:
        """Nothing is said yet."""

    def ends(self, seen: Seen) -> None:
        """Write what became of a request."""
        requests.info("%s %s", seen.scope["method"], seen.scope["path"], extra={"told": told(seen)})


def told(seen: Seen) -> dict[str, Any]:
    """What a line of the log holds of a request."""
    scope = seen.scope
    client = scope.get("client")
    return {
        "method": scope["method"],
        "path": scope["path"],
        "status": seen.status,
        "bytes": seen.size,
        "milliseconds": round(seen.seconds * 1000, 3),
        "edition": scope.get("state", {}).get("edition"),
        "client": client[0] if client else None,
    }


class JsonLines(logging.Formatter):
    """One JSON document in a line, with the id of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "id": request_ids.current.get(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode("utf-8", "replace")


class PlainLines(logging.Formatter):
    """A line for the screen, with the id of the request where it belongs to one."""

    def __init__(self) -> None:
        super().__init__(PLAIN)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """The line."""
        known = request_ids.current.get()
        line = super().formatMessage(record)
        return f"{line} (request {known})" if known else line


def to_screen(kind: str) -> None:
    """Write to standard error what the service says, in the way of the settings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else PlainLines())
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
    logging.getLogger("mdi").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.ERROR)  # not what clients do wrong
