"""The reference names everything there is."""

import re

import pytest
from typer.main import get_command

import geodata
import mdi
from api.app import create_app
from api.settings import Settings
from mdi.cli import app
from mdi.declaration import names
from mdi.editions.sample import make_sample
from mdi.errors import MdiError
from mdi.status import STATUS_OF, AreaStatus
from tests.docs.rules import UNIONS, members
from tests.docs.running import ROOT

REFERENCE = ROOT / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory) -> dict[str, dict[str, object]]:
    folder = make_sample(60, 1, tmp_path_factory.mktemp("reference") / "sample", range(2025, 2026))
    paths = create_app(Settings(data=folder)).openapi()["paths"]
    return {f"/v1{path}": verbs for path, verbs in paths.items()}


def commands(group, before="mdi"):
    """Every command by the words that call it; a group is called by its commands."""
    found = {}
    for name, command in group.commands.items():
        words = f"{before} {name}"
        found |= commands(command, words) if hasattr(command, "commands") else {words: command}
    return found


COMMANDS = commands(get_command(app))


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_and_option_is_described(words):
    declared = COMMANDS[words]
    options = [name for each in declared.params for name in each.opts if name.startswith("--")]
    described = set(re.findall(r"`(--[a-z-]+)", page("command-line.md")))

    assert f"| `{words}" in page("command-line.md")
    assert [name for name in options if name not in described] == []


def test_every_address_is_described(addresses):
    listed = set(re.findall(r"`(GET|POST|DELETE) (/v1/\S+)`", page("http.md")))

    assert listed == {(verb.upper(), path) for path, verbs in addresses.items() for verb in verbs}


@pytest.mark.parametrize("name", sorted(mdi.__all__))
def test_every_public_name_of_the_engine_is_described(name):
    assert f"mdi.{name}" in page("python.md")


def test_every_public_name_of_the_shapes_is_described_and_no_other():
    named = set(re.findall(r"geodata\.(\w+)", page("python.md")))

    assert named == set(geodata.__all__)


def test_every_status_and_exit_code_is_described():
    content = page("statuses-and-exit-codes.md")
    errors = [kind for kind in MdiError.__subclasses__() if kind.__module__ == "mdi.errors"]

    assert [word for word in (*STATUS_OF, *AreaStatus) if f"`{word}`" not in content] == []
    for kind in errors:
        assert re.search(rf"^\| {kind.exit_code} \|.*`{kind.__name__}`", content, re.MULTILINE)


def test_every_shipped_declaration_is_listed():
    content = page("declarations.md")
    shipped = {
        folder: names(ROOT / "mdi" / folder)
        for folder in ("weights", "methods", "sources", "geographies", "indices")
    }

    for folder, found in shipped.items():
        (row,) = [line for line in content.splitlines() if f"`mdi/{folder}/`" in line]
        assert [name for name in found if f"`{name}`" not in row] == []


@pytest.mark.parametrize("family", UNIONS)
def test_every_rule_is_listed(family):
    rules = [rule.model_fields["by"].default for rule in members(UNIONS[family])]

    assert [by for by in rules if f"### `{by}`" not in page("methods.md")] == []
