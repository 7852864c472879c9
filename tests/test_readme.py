"""The README documents every command with every option, and names none that does not exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer

from crawler.cli import app
from crawler.config import known_keys

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def leaves(command, path=()):
    """The words and the command of every command that does something; a group has `commands`."""
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from leaves(child, (*path, name))
    if not children:
        yield " ".join(path), command


PROGRAM = typer.main.get_command(app)
COMMANDS = dict(leaves(PROGRAM))
# "### `cluster-monitor register import`" begins what is said of that command.
SECTIONS = dict(re.findall(r"^### `cluster-monitor ([a-z -]+)`\n(.*?)(?=^##|\Z)", README, re.MULTILINE | re.DOTALL))


def options(command):
    """The long names of a command's options; --help goes without saying."""
    named = (name for parameter in command.params for name in parameter.opts)
    return {name for name in named if name.startswith("--")} - {"--help"}


def test_the_options_before_the_command_are_named():
    introduction = README.split("\n## Commands\n")[1].split("\n### ")[0]
    assert options(PROGRAM) <= set(re.findall(r"--[a-z-]+", introduction))


def test_every_command_has_its_section_and_every_section_its_command():
    assert set(COMMANDS) == set(SECTIONS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_section_names_exactly_the_options_of_its_command(name):
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", SECTIONS[name])) == options(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_section_shows_an_example(name):
    assert re.search(rf"^    cluster-monitor {re.escape(name)}\b", SECTIONS[name], re.MULTILINE)


def test_every_example_calls_a_command_that_exists():
    called = re.findall(r"^    cluster-monitor ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", README, re.MULTILINE)
    assert [words for words in called if words not in COMMANDS and words.split()[0] not in COMMANDS] == []


def test_every_setting_that_is_shown_exists():
    (shown,) = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    keys = {f"{section}.{key}" for section, table in tomllib.loads(shown).items() for key in table}
    assert keys <= set(known_keys())
