"""Random filters as CQL2 JSON, and the same as CQL2 text."""

from __future__ import annotations

from hypothesis import strategies as st

NUMBERS = st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0])
SIGNS = "aàÀAbBeéÉEsSß%_' "
NAMES = ("Aé", "aé", "aE", "ss", "ß", "b", "a'b", "", "a%_b", "À", "A")  # of the areas
TEXTS = st.sampled_from(NAMES) | st.text(SIGNS, max_size=4)
DAYS = st.sampled_from(["2020-01-01", "2020-12-31", "2021-01-01", "2022-06-15", "2023-12-31"])
COMPARED = ("=", "<>", "<", "<=", ">", ">=")
RELATIONS = ("s_intersects", "s_disjoint", "s_within", "s_contains")
MORE_RELATIONS = ("s_touches", "s_crosses", "s_overlaps", "s_equals")
OF_INSTANTS = ("t_after", "t_before", "t_disjoint", "t_equals", "t_intersects")
OF_INTERVALS = (
    "t_contains",
    "t_during",
    "t_finishes",
    "t_finishedBy",
    "t_starts",
    "t_startedBy",
    "t_meets",
    "t_metBy",
    "t_overlaps",
    "t_overlappedBy",
)
STRENGTH = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "div": 6, "^": 7}
PREDICATE, VALUE = 4, 9


def op(name, *args):
    return {"op": name, "args": list(args)}


def prop(*names):
    return st.sampled_from([{"property": name} for name in names])


def joined(name, parts):
    """Without an AND directly in an AND: brackets around it mean nothing in text."""
    flat = []
    for part in parts:
        same = isinstance(part, dict) and part.get("op") == name
        flat += part["args"] if same else [part]
    return op(name, *flat)


def ops(names, *parts):
    return st.builds(op, st.sampled_from(names), *parts)


numbers = st.recursive(
    NUMBERS | prop("a", "b"),
    lambda inner: ops(("+", "-", "*", "/", "%", "div", "^"), inner, inner),
    max_leaves=4,
)
texts = st.recursive(
    TEXTS | prop("name", "nick"), lambda inner: ops(("casei", "accenti"), inner), max_leaves=2
)
patterns = st.recursive(TEXTS, lambda inner: ops(("casei", "accenti"), inner), max_leaves=2)
days = DAYS.map(lambda day: {"date": day}) | prop("day")
sides = st.tuples(*[st.integers(0, 4)] * 4).map(sorted)
boxes = sides.map(lambda s: {"bbox": [float(s[0]), float(s[1]), float(s[2]), float(s[3])]})
positions = st.tuples(*[st.integers(0, 8).map(lambda at: at / 2)] * 2).map(list)
shapes = (
    positions.map(lambda at: {"type": "Point", "coordinates": at})
    | st.lists(positions, min_size=1, max_size=3).map(
        lambda at: {"type": "MultiPoint", "coordinates": at}
    )
    | st.lists(positions, min_size=2, max_size=3, unique_by=tuple).map(
        lambda at: {"type": "LineString", "coordinates": at}
    )
    | st.tuples(positions, st.sampled_from([1.0, 2.0])).map(
        lambda given: {"type": "Polygon", "coordinates": [ring(*given[0], given[1])]}
    )
)
geometries = shapes | boxes | prop("geometry")
open_days = DAYS | st.just("..") | prop("day")
intervals = (
    st.tuples(DAYS, DAYS).map(lambda ends: {"interval": sorted(ends)})
    | DAYS.map(lambda day: {"interval": [day, ".."]})
    | DAYS.map(lambda day: {"interval": ["..", day]})
    | st.just({"interval": [{"property": "day"}, ".."]})
    | prop("year")
)
predicates = (
    ops(COMPARED, numbers, numbers)
    | ops(COMPARED, texts, texts)
    | ops(COMPARED, days, days)
    | ops(COMPARED, prop("flag"), st.booleans() | prop("flag"))
    | ops(("like",), texts, patterns)
    | ops(("between",), numbers, numbers, numbers)
    | ops(("in",), numbers, st.lists(NUMBERS | numbers, min_size=1, max_size=3))
    | ops(("in",), texts, st.lists(TEXTS | texts, min_size=1, max_size=3))
    | ops(("in",), prop("day"), st.lists(days, min_size=1, max_size=3))
    | ops(("isNull",), prop("a", "name", "flag", "day", "geometry") | numbers | texts)
    | ops(RELATIONS + MORE_RELATIONS, geometries, geometries)
    | ops(OF_INSTANTS, intervals | days, intervals | days)
    | ops(OF_INTERVALS, intervals, intervals)
    | st.booleans()
)


def combined(parts):
    """Statements with AND, OR and NOT."""
    return st.recursive(
        parts,
        lambda inner: (
            st.builds(
                joined, st.sampled_from(("and", "or")), st.lists(inner, min_size=2, max_size=3)
            )
            | ops(("not",), inner)
        ),
        max_leaves=6,
    )


standard = combined(predicates)
documents = combined(predicates | prop("flag"))  # the standard wants flag = TRUE


def ring(x, y, size):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def written(document):  # noqa: PLR0911
    """The same filter as CQL2 text, with no more brackets than it needs."""
    match document:
        case bool():
            return str(document).upper()
        case int() | float():
            return f"{document:g}"
        case str():
            return "'" + document.replace("'", "''") + "'"
        case {"property": name}:
            return f'"{name}"'
        case {"date": day}:
            return f"DATE('{day}')"
        case {"interval": ends}:
            return "INTERVAL(" + ",".join(written(end) for end in ends) + ")"
        case {"bbox": numbers}:
            return "BBOX(" + ",".join(written(number) for number in numbers) + ")"
        case {"type": kind, "coordinates": coordinates}:
            return kind.upper() + well_known(coordinates, bare=kind == "Point")
    return operation(document["op"], document["args"])


def operation(name, args):  # noqa: PLR0911
    if name in {"and", "or"}:
        return f" {name.upper()} ".join(bracketed(part, STRENGTH[name]) for part in args)
    if name == "not":
        return "NOT " + bracketed(args[0], STRENGTH["not"])
    if name in STRENGTH:
        left = bracketed(args[0], STRENGTH[name] + (name == "^"))
        return f"{left} {name} {bracketed(args[1], STRENGTH[name] + 1)}"
    operand = bracketed(args[0], PREDICATE + 1)
    if name in COMPARED:
        return f"{operand} {name} {bracketed(args[1], PREDICATE + 1)}"
    if name == "like":
        return f"{operand} LIKE {written(args[1])}"
    if name == "between":
        least, most = (bracketed(part, PREDICATE + 1) for part in args[1:])
        return f"{operand} BETWEEN {least} AND {most}"
    if name == "in":
        return f"{operand} IN (" + ", ".join(written(part) for part in args[1]) + ")"
    if name == "isNull":
        return f"{operand} IS NULL"
    return f"{name.upper()}(" + ", ".join(written(part) for part in args) + ")"


def bracketed(document, strength):
    text = written(document)
    return f"({text})" if strength_of(document) < strength else text


def strength_of(document):
    name = document.get("op") if isinstance(document, dict) else None
    if name in STRENGTH:
        return STRENGTH[name]
    return PREDICATE if name in {*COMPARED, "like", "between", "in", "isNull"} else VALUE


def well_known(coordinates, *, bare):
    if bare:
        return "(" + " ".join(written(number) for number in coordinates) + ")"
    if isinstance(coordinates[0][0], list):
        return "(" + ",".join(well_known(part, bare=False) for part in coordinates) + ")"
    return "(" + ",".join(" ".join(written(n) for n in at) for at in coordinates) + ")"
