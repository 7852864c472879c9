"""What the domain itself adds to what the home page shows: who serves its name, and since when it is registered.

Neither decides alone.  A living organisation may lend its name to a parking service's servers, and a registry may write
a transfer as a registration; but where the page no longer names the organisation, they say what has become of it.  The
reading stays a doubt, below the confidence at which a first sighting is believed, until pages confirm it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Integrity, Reason
from pipelines.name_servers import is_parking_name_server
from pipelines.reasons import reason

if TYPE_CHECKING:
    from datetime import date

    from crawler.records import SiteMemory

DOUBT = 0.6  # below Policy.foreign_confidence
# What the domain may say: it explains the page that names nobody, and supports the page that says the same.
EXPLAINED = frozenset({Integrity.UNSURE})


def with_domain(
    memory: SiteMemory, state: Integrity, confidence: float, reasons: tuple[Reason, ...]
) -> tuple[Integrity, float, tuple[Reason, ...]]:
    """The integrity that the pages show, with what is known of the domain; unchanged where that is nothing."""
    for meant, said in ((Integrity.PARKED, _parked(memory)), (Integrity.HIJACKED, _registered_anew(memory))):
        if said is None:
            continue
        if state is meant:
            return state, confidence, (*reasons, said)
        if state in EXPLAINED and reasons:  # without a reason no page was seen
            return meant, DOUBT, (said, *reasons)
    return state, confidence, reasons


def _parked(memory: SiteMemory) -> Reason | None:
    """The newest name servers known are those of a parking service."""
    servers = next((home.name_servers for home in reversed(memory.homes) if home.name_servers), ())
    parking = next((name for name in servers if is_parking_name_server(name)), "")
    return reason("parking_name_server", memory.cluster.website, server=parking) if parking else None


def _registered_anew(memory: SiteMemory) -> Reason | None:
    """The domain was registered after we had seen the site, or later than the registry said before."""
    told = [home.registered_on for home in memory.homes if home.registered_on is not None]
    if not told:
        return None
    before: list[date] = [day for day in (*told[:-1], memory.watched_since) if day is not None]
    known = min(before, default=told[-1])
    return reason("registered_anew", memory.cluster.website, date=told[-1]) if told[-1] > known else None
