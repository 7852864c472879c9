"""The README documents every command with every option, and names none that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import typer

from crawler.cli import app

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def leaves(command, path=()):
    """The words and the click command of every command that does something."""
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from leaves(child, (*path, name))
    else:
        yield " ".join(path), command


COMMANDS = dict(leaves(typer.main.get_command(app)))
# "### `cluster-monitor register import`" begins what is said of that command.
SECTIONS = dict(re.findall(r"^### `cluster-monitor ([a-z -]+)`\n(.*?)(?=^##|\Z)", README, re.MULTILINE | re.DOTALL))


def options(command):
    """The long names of a command's options; --help goes without saying."""
    named = (name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts)
    return {name for name in named if name.startswith("--")} - {"--help"}


def test_every_command_has_its_section_and_every_section_its_command():
    assert set(COMMANDS) == set(SECTIONS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_section_names_exactly_the_options_of_its_command(name):
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", SECTIONS[name])) == options(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_section_shows_an_example(name):
    assert re.search(rf"^    cluster-monitor {re.escape(name)}\b", SECTIONS[name], re.MULTILINE)


def test_every_example_calls_a_command_that_exists():
    called = re.findall(r"^    cluster-monitor ([a-z]+(?: [a-z]+)?)", README, re.MULTILINE)
    assert [words for words in called if words not in COMMANDS and words.split()[0] not in COMMANDS] == []
