"""Troubles that come and go over the invented web: sites down for an hour or weeks, flapping, the whole net. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from crawler.demo.world import EVERY_HOST, Change, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

# What befalls a living site for a while.  "not_found" and "gone" at the root are left out: they are said by the owner.
PASSING = ("dns", "refused", "timeout", "error", "maintenance", "blocked")
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=20)
CALM_DAYS = (30, 120)  # between two outages of a site: at most a tenth of the sites is down at a time
FLAPPING_SHARE = 0.2  # of the outages: the site comes and goes during them
FLAP_HOURS = (1, 12)


@dataclass(frozen=True, slots=True)
class Outage:
    """A trouble of `world.TROUBLES` over a host, or over all with "*", from a moment until before another (UTC)."""

    host: str
    kind: str
    first: datetime
    until: datetime


def outages(hosts: Iterable[str], first: datetime, until: datetime, seed: int) -> tuple[Outage, ...]:
    """Invented outages of 1 hour to 20 days of every host, the same for the same seed; as many short as long ones."""
    found: list[Outage] = []
    for host in hosts:
        random = Random(f"{seed} {host}")  # noqa: S311 - nothing here is secret
        now = first + timedelta(days=random.uniform(*CALM_DAYS))
        while now < until:
            length = LONGEST if random.random() < 1 / 20 else _length(random)
            kind = random.choice(PASSING)
            if random.random() < FLAPPING_SHARE:
                found += _flapping(random, host, kind, now, now + length)
            else:
                found.append(Outage(host, kind, now, now + length))
            now += length + timedelta(days=random.uniform(*CALM_DAYS))
    return tuple(sorted(found, key=lambda one: (one.first, one.host)))


def whole_net(first: datetime, until: datetime) -> Outage:
    """Our own network fails: no name can be resolved."""
    return Outage(EVERY_HOST, "dns", first, until)


def under(weather: Sequence[Outage], world: World, now: datetime, day: date) -> World:
    """The world as it can be seen at a moment, which is on this day."""
    for one in weather:
        if one.first <= now < one.until:
            world = world.with_change(Change(one.host, one.kind, day, day))
    return world


def _length(random: Random) -> timedelta:
    """Half of the outages are short by orders of magnitude, the others anything up to the longest."""
    if random.random() < 1 / 2:
        return SHORTEST * math.exp(random.uniform(0, math.log(LONGEST / SHORTEST)))
    return SHORTEST + (LONGEST - SHORTEST) * random.random()


def _flapping(random: Random, host: str, kind: str, first: datetime, until: datetime) -> Iterator[Outage]:
    now = first
    while now < until:
        down = timedelta(hours=random.uniform(*FLAP_HOURS))
        yield Outage(host, kind, now, min(now + down, until))
        now += down + timedelta(hours=random.uniform(*FLAP_HOURS))
