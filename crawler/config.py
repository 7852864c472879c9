"""Everything a person may set: monitor.toml, over it the environment, as one frozen `Config`.

A key is section and name, `fetch.delay_seconds`; in monitor.toml it stands in `[fetch]`, in the environment it is
MONITOR_FETCH__DELAY_SECONDS.  The sections are the dataclasses of the modules that use them, so that a setting has one
place, with its unit and reason.  An unknown key is an error: a typing error must not pass for a default.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from crawler.recipients import listed, read_recipients
from crawler.records import DomainPolicy, FetchPolicy
from pipelines.alerting import Recipient
from pipelines.fleet import GuardPolicy
from pipelines.policy import Policy
from pipelines.recheck import RecheckPolicy
from reports.mail import MailSettings

DEFAULT_FILE = Path("monitor.toml")
PREFIX = "MONITOR_"
FILE_VARIABLE = "MONITOR_CONFIG"
RECIPIENTS = "alert.recipients"
LISTS = ("guard.control_hosts", "recheck.then_days")  # a variable gives them as "a, b"
SECRETS = (".password",)  # endings of keys whose values are never shown
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# What a number may be: the first row whose ending fits.
RANGES: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("_share", "_share_unknown", "_confidence", "_probability", ".jitter"), 0, 1),
    ((".change_weight",), 0, math.inf),
    ((".doubt_days",), 0.01, math.inf),  # zero would never come to an end
    ((".retry_hours",), 0.01, math.inf),
    (("_weight", ".intercept"), -math.inf, math.inf),  # of the rhythm's formula: any number
    (("_month",), 1, 12),
    ((".workers", ".shard_size", ".pages_per_site", ".requests_per_site", "_bytes", ".timeout_seconds"), 1, math.inf),
    (("",), 0, math.inf),
)


@dataclass(frozen=True, slots=True)
class FetchSection(FetchPolicy):
    """How sites are visited; `contact` is who answers for it, an address or web page."""

    contact: str = ""

    def policy(self) -> FetchPolicy:
        """What a shard is told: the contact is part of the User-Agent."""
        values = {item.name: getattr(self, item.name) for item in fields(FetchPolicy)}
        if self.contact:
            values["user_agent"] = f"{self.user_agent} (+{self.contact})"
        return FetchPolicy(**values)


@dataclass(frozen=True, slots=True)
class ScanSection:
    """How a scan is spread over processes and machines."""

    workers: int = 2  # processes that crawl
    shard_size: int = 150  # sites a process visits at a time: over 250 open sites slow Scrapy's queue
    dask: str = ""  # address of a Dask scheduler, "tcp://host:8786"; "" = processes of this machine
    spool: str = ""  # folder of the spool files, with Dask one that all machines share; "" = beside the database


@dataclass(frozen=True, slots=True)
class StoreSection:
    """Where things are kept; relative to the folder the command is given in."""

    database: str = "cluster-monitor.duckdb"
    register: str = "seeds/clusters.csv"


@dataclass(frozen=True, slots=True)
class AlertSection:
    """Who is told of transitions, and by which mail server."""

    recipients: tuple[Recipient, ...] = ()  # in monitor.toml: [[alert.recipients]], one a recipient
    smtp: MailSettings = field(default_factory=MailSettings)


@dataclass(frozen=True, slots=True)
class ScheduleSection:
    """When `schedule run` does what; see crawler.schedule."""

    scan: str = "0 3 1-7 * mon"  # minute hour day month weekday, all must fit: the first Monday, at three
    recheck: str = "40 * * * *"  # hourly, because the first visit after a failure is due within the hour
    timezone: str = "Asia/Tokyo"  # of both; at night the sites have few readers
    jitter_seconds: int = 600  # so much later at most: not every monitor of the world at three sharp
    missed_days: int = 31  # a scan missed while the machine was off runs at the next start, if not longer ago than this
    retry_hours: float = 1.0  # a scan that failed is tried again, then after twice as long, and so on
    ping: str = ""  # address asked (GET) after each finished full scan: a dead man's switch tells you if none comes


@dataclass(frozen=True, slots=True)
class RetentionSection:
    """How long bulky parts are kept; verdicts, quotes, decisions and visits stay for good."""

    page_text_days: int = 1096  # three years: two yearly posts and their change can still be compared; 0 = for ever
    evidence_days: int = 0  # WACZ files; 0 = for ever, because somebody has asked for them


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """Whether every request and answer of a scan is kept, for those who must be able to show what a site showed."""

    wacz: bool = False  # one WACZ file a scan; about as large as the pages transferred
    folder: str = ""  # "" = beside the database


@dataclass(frozen=True, slots=True)
class LogSection:
    """What is written about the work."""

    level: str = "INFO"  # one of LOG_LEVELS
    json: bool = False  # one JSON object a line, for machines


@dataclass(frozen=True, slots=True)
class Config:
    """All settings in force."""

    fetch: FetchSection = field(default_factory=FetchSection)
    domain: DomainPolicy = field(default_factory=DomainPolicy)
    scan: ScanSection = field(default_factory=ScanSection)
    store: StoreSection = field(default_factory=StoreSection)
    verdict: Policy = field(default_factory=Policy)
    guard: GuardPolicy = field(default_factory=GuardPolicy)
    recheck: RecheckPolicy = field(default_factory=RecheckPolicy)
    schedule: ScheduleSection = field(default_factory=ScheduleSection)
    retention: RetentionSection = field(default_factory=RetentionSection)
    evidence: EvidenceSection = field(default_factory=EvidenceSection)
    alert: AlertSection = field(default_factory=AlertSection)
    log: LogSection = field(default_factory=LogSection)
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)  # key -> where it was set, if it was


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting with its value in force and where that came from."""

    key: str
    value: object
    source: str  # "default", "monitor.toml:12" or the name of an environment variable


class ConfigError(Exception):
    """Settings that cannot be used; the sentences name every key and the remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load_config(path: Path | None, environ: Mapping[str, str]) -> Config:
    """The settings in force.

    Args:
        path: the file named on the command line; None: the file MONITOR_CONFIG names, else monitor.toml in the
            working folder if there is one.
        environ: the environment; its MONITOR_ variables outrank the file.

    Raises:
        ConfigError: a file that is missing or no TOML, unknown keys, values that do not fit; all at once.
    """
    values: dict[str, object] = {}
    sources: dict[str, str] = {}
    for key, value, source in (*_file_values(path, environ), *_environment_values(environ)):
        values[key], sources[key] = value, source
    unknown = [_unknown(key, source) for key, source in sources.items() if key not in known_keys()]
    if RECIPIENTS in values:
        values[RECIPIENTS], wrong = read_recipients(values[RECIPIENTS], sources[RECIPIENTS], environ)
        unknown += wrong
    config = _validated({key: value for key, value in values.items() if key in known_keys()}, sources, unknown)
    problems = unknown + list(_out_of_range(config, sources))
    if problems:
        raise ConfigError(problems)
    return replace(config, sources={key: sources[key] for key in sorted(sources)})


def origins(config: Config) -> tuple[Origin, ...]:
    """Every setting, section by section, with where its value came from; secrets and addresses are not shown."""
    return tuple(Origin(key, _public(key, value), config.sources.get(key, "default")) for key, value in _flat(config))


def _public(key: str, value: object) -> object:
    if key == RECIPIENTS and isinstance(value, tuple):
        return tuple(listed(one) for one in value)
    return "(set)" if key.endswith(SECRETS) and value else value


# ---------------------------------------------------------------- where values come from


def _file_values(path: Path | None, environ: Mapping[str, str]) -> Iterator[tuple[str, object, str]]:
    named = path or (Path(environ[FILE_VARIABLE]) if environ.get(FILE_VARIABLE) else None)
    file = named or DEFAULT_FILE
    if named is None and not file.exists():
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError([f"{file}: cannot be read ({error.strerror}): check the path"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{file}: is no valid TOML: {error}"]) from error
    lines = _lines_of_keys(text)
    for key, value in _flat_table(table):
        yield key, value, f"{file}:{lines[key]}" if key in lines else str(file)


def _environment_values(environ: Mapping[str, str]) -> Iterator[tuple[str, object, str]]:
    for name in sorted(environ):
        if name.startswith(PREFIX) and name != FILE_VARIABLE:
            key = name.removeprefix(PREFIX).lower().replace("__", ".")
            yield key, _parts(environ[name]) if key in LISTS else environ[name], name


def _parts(text: str) -> list[str]:
    """A list in a variable: its parts between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _flat_table(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat_table(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _lines_of_keys(text: str) -> dict[str, int]:
    """The line each key stands on, for keys written in the usual way: `[section]` and `name = value` below it."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            section = f"{header[1]}."
        elif entry := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            found.setdefault(entry[1], number)
            section = f"{entry[1]}[]."
        elif name := re.match(r"\s*([\w.-]+)\s*=", line):
            found.setdefault(section + name[1], number)
    return found


def _flat(section: object, above: str = "") -> Iterator[tuple[str, object]]:
    """The settings of a section and those below it, as (key, value)."""
    for item in fields(section):  # type: ignore[arg-type]
        value = getattr(section, item.name)
        if is_dataclass(value):
            yield from _flat(value, f"{above}{item.name}.")
        elif not isinstance(value, Mapping):
            yield f"{above}{item.name}", value


@cache
def known_keys() -> tuple[str, ...]:
    """The keys there are."""
    return tuple(key for key, _ in _flat(Config()))


# ---------------------------------------------------------------- what is wrong with them


def _unknown(key: str, source: str) -> str:
    by_name = {known.rpartition(".")[2]: known for known in known_keys()}
    near = get_close_matches(key, known_keys(), n=1) or [
        by_name[name] for name in get_close_matches(key.rpartition(".")[2], by_name, n=1)
    ]
    hint = f"did you mean {near[0]}?" if near else "`cluster-monitor config show` lists the keys"
    return f"{source}: there is no setting {key}: {hint}"


def _validated(values: Mapping[str, object], sources: Mapping[str, str], also: list[str]) -> Config:
    nested: dict[str, Any] = {}
    for key, value in values.items():
        *sections, name = key.split(".")
        place = nested
        for section in sections:
            place = place.setdefault(section, {})
        place[name] = value
    try:
        return TypeAdapter(Config).validate_python(nested)
    except ValidationError as error:
        keys = [(".".join(map(str, one["loc"])), one) for one in error.errors()]
        wrong = [f"{sources[key]}: {key}: {one['msg']} (found: {one['input']!r})" for key, one in keys]
        raise ConfigError([*also, *wrong]) from error


def _out_of_range(config: Config, sources: Mapping[str, str]) -> Iterator[str]:
    for key, value in _flat(config):
        place = sources.get(key, "default")
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = next(row[1:] for row in RANGES if key.endswith(row[0]))
            if not low <= value <= high or not math.isfinite(value):
                limits = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of {low:g} or more"
                yield f"{place}: {key}: write a number {limits} (found: {value})"
    addresses = (
        ("fetch.proxy", config.fetch.proxy),
        ("schedule.ping", config.schedule.ping),
        ("domain.rdap_base", config.domain.rdap_base),
        *(("guard.control_hosts", host) for host in config.guard.control_hosts),
    )
    for key, address in addresses:
        if address and urlsplit(address).scheme not in {"http", "https"}:
            yield f"{sources[key]}: {key}: write an address that begins with http:// or https:// (found: {address!r})"
    yield from _wrong_servers(config.domain, sources)
    if list(config.recheck.then_days) != sorted({days for days in config.recheck.then_days if days > 0}):
        found = config.recheck.then_days
        yield f"{sources['recheck.then_days']}: recheck.then_days: write days in rising order (found: {found})"
    if config.log.level not in LOG_LEVELS:
        yield f"{sources['log.level']}: log.level: write one of {', '.join(LOG_LEVELS)} (found: {config.log.level!r})"


def _wrong_servers(domain: DomainPolicy, sources: Mapping[str, str]) -> Iterator[str]:
    for key, server, example, right in (
        ("domain.resolver", domain.resolver, "192.0.2.1:53", lambda host: not host or ip_address(host)),
        ("domain.whois_server", domain.whois_server, "whois.example:43", bool),
    ):
        try:
            parts = urlsplit(f"//{server}")
            fits = right(parts.hostname or "") and parts.port != 0
        except ValueError:
            fits = False
        if not fits:
            yield f'{sources[key]}: {key}: write a server like "{example}" (found: {server!r})'
