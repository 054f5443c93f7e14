"""Every setting is in the table, with its default and what its class says of it."""

import inspect
import re
from dataclasses import fields

from api.settings import Settings
from tests.docs.running import ROOT, WRITE

PAGE = ROOT / "docs" / "reference" / "settings.md"
HEAD = "| Setting | Default | Meaning |\n|---|---|---|\n"
TABLE = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")
ATTRIBUTE = re.compile(r"^    (\w+): (.+(?:\n {6,}.+)*)", re.MULTILINE)


def rows():
    attributes = inspect.cleandoc(Settings.__doc__).partition("Attributes:\n")[2]
    told = {name: " ".join(text.split()) for name, text in ATTRIBUTE.findall(attributes)}
    assert list(told) == [field.name for field in fields(Settings)]
    return [
        f"| `{field.name}` | {shown(field.default)} | {told[field.name]} |"
        for field in fields(Settings)
    ]


def shown(default):
    if default is None or default == ():
        return "none"
    if isinstance(default, tuple):
        return ", ".join(map(shown, default))
    if isinstance(default, bool):
        return str(default).lower()
    return f"`{default}`" if isinstance(default, str) else f"{default:,}"


def test_the_table_of_settings_is_what_the_code_says():
    table = HEAD + "\n".join(rows()) + "\n"
    content = PAGE.read_text(encoding="utf-8")
    if WRITE:
        PAGE.write_text(TABLE.sub(lambda _: table, content), encoding="utf-8")
    (found,) = TABLE.findall(PAGE.read_text(encoding="utf-8"))
    assert found == table, "run with MDI_WRITE_DOCS=1"
