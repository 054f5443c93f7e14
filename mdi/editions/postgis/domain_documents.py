"""Points and ranks of all domains of an area as one JSON document, made column by column."""

from __future__ import annotations

from typing import Any

import orjson

RANK, FILLED, WITHIN = "_rank", "_filled", "rank_in_"


def domains_of(names: list[str]) -> list[str]:
    """The columns of a result that are points of a domain: those with a rank of their own."""
    return [name for name in names if f"{name}{RANK}" in names]


def domain_documents(table: Any) -> Any:
    """(n,) ``{"income": {"points": 12.5, "rank": 3}, …}`` for each row of an Arrow table."""
    names = table.column_names
    parts = {}
    for domain in domains_of(names):
        fields = {"points": table[domain], "rank": table[f"{domain}{RANK}"]}
        if f"{domain}{FILLED}" in names:
            fields["filled"] = table[f"{domain}{FILLED}"]
        parts[domain] = documents(fields, table.num_rows)
    return documents(parts, table.num_rows, nested=True)


def ranks_within(table: Any) -> Any:
    """(n,) ``{"province": 4}`` for each row of an Arrow table; null where no rank is asked for."""
    import pyarrow as pa  # noqa: PLC0415

    columns = [name for name in table.column_names if name.startswith(WITHIN)]
    if not columns:
        return pa.nulls(table.num_rows, pa.string())
    fields = {name.removeprefix(WITHIN): table[name] for name in columns}
    return documents(fields, table.num_rows)


def documents(fields: dict[str, Any], rows: int, *, nested: bool = False) -> Any:
    """(rows,) a JSON object for each row of Arrow columns.

    Args:
        fields: numbers, or words without quotation marks, by name.
        rows: how many there are.
        nested: the columns are documents themselves.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    parts: list[Any] = []
    for name, column in fields.items():
        key = orjson.dumps(name).decode()
        parts += [f"{',' if parts else '{'}{key}:", column if nested else _text(column)]
    if not parts:
        return pa.array(["{}"] * rows)
    return pc.binary_join_element_wise(*parts, "}", "")


def _text(column: Any) -> Any:
    """A column as JSON; what is missing is null."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = pc.binary_join_element_wise('"', column.cast(pa.string()), '"', "")
    else:
        text = column.cast(pa.string())
    return pc.fill_null(text, "null")
