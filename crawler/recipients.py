"""The recipients of alerts as monitor.toml lists them, `[[alert.recipients]]`: read, checked, secrets filled in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from pipelines.alerting import KINDS, Recipient

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = tuple(item.name for item in fields(Recipient))
FROM_ENVIRONMENT = "env:"  # "env:TEAM_CHAT" as address or secret names an environment variable that holds it
READ = TypeAdapter(Recipient)


def read_recipients(given: object, source: str, environ: Mapping[str, str]) -> tuple[tuple[Recipient, ...], list[str]]:
    """The recipients that can be used, and what is wrong with the others, as sentences that name the place.

    Args:
        given: the value of `alert.recipients`: a list of tables as read from the file, or a variable with JSON.
        source: where it stands.
        environ: the environment, for secrets named there.
    """
    given = _parsed(given) if isinstance(given, str) else given
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        remedy = "write each as a table [[alert.recipients]] in monitor.toml, or all as a JSON list in the variable"
        return (), [f"{source}: alert.recipients: {remedy}"]
    found: list[Recipient] = []
    problems: list[str] = []
    for number, table in enumerate(given, start=1):
        place = f"{source}: alert.recipients, entry {number} ({table.get('name', 'without name')})"
        wrong = [*_unknown(table)]
        try:
            recipient = READ.validate_python({key: value for key, value in table.items() if key in NAMES})
        except ValidationError as error:
            wrong += [f"{one['loc'][0]}: {one['msg']}" for one in error.errors()]
        else:
            wrong += _unset(recipient, environ)
            recipient = replace(
                recipient, address=_held(recipient.address, environ), secret=_held(recipient.secret, environ)
            )
            wrong += _unusable(recipient) if not wrong else ()
            found.append(recipient)
        problems += [f"{place}: {one}" for one in wrong]
    return tuple(found), [*problems, *_doubled(found, source)]


def _parsed(text: str) -> object:
    try:
        return json.loads(text or "[]")
    except ValueError:
        return None


def listed(recipient: Recipient) -> str:
    """A recipient as the settings show it: no address and no secret."""
    return f"{recipient.name} ({recipient.channel})"


def _unknown(table: Mapping[str, object]) -> Iterator[str]:
    for key in table.keys() - set(NAMES):
        near = get_close_matches(key, NAMES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES)}"
        yield f"there is no setting {key}: {hint}"


def _unset(recipient: Recipient, environ: Mapping[str, str]) -> Iterator[str]:
    for name in ("address", "secret"):
        value: str = getattr(recipient, name)
        variable = value.removeprefix(FROM_ENVIRONMENT)
        if value.startswith(FROM_ENVIRONMENT) and not environ.get(variable):
            yield f"{name}: the environment variable {variable} is not set"


def _held(value: str, environ: Mapping[str, str]) -> str:
    """The value itself, or that of the variable it names."""
    return environ.get(value.removeprefix(FROM_ENVIRONMENT), "") if value.startswith(FROM_ENVIRONMENT) else value


def _unusable(recipient: Recipient) -> Iterator[str]:
    for kind in (*recipient.kinds, *recipient.immediate):
        if kind not in KINDS:
            yield f"there is no kind of alert {kind!r}: there are {', '.join(KINDS)}"
    if not recipient.name:
        yield "name: give one; letters are kept under it"
    if recipient.channel == "mail" and ("@" not in recipient.address or len(recipient.address.split()) != 1):
        yield "address: write one mail address, name@example.org"
    if recipient.channel == "webhook" and urlsplit(recipient.address).scheme not in {"http", "https"}:
        yield "address: write a web address, https://..."
    if recipient.channel == "apprise" and "://" not in recipient.address:
        yield "address: write it as apprise does, service://..."


def _doubled(found: Sequence[Recipient], source: str) -> Iterator[str]:
    for name, times in Counter(one.name for one in found).items():
        if times > 1:
            yield f"{source}: alert.recipients: {times} recipients have the name {name!r}: names must differ"
