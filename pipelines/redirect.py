"""Where the address of the register leads: a redirect to another registrable domain is a move, or it is somebody else.

A redirect proves nothing by itself: lapsed names are sent on to whoever bought them, closed projects to whoever paid
them.  It is a move where the page at the end still names the organisation, where the new name is the old one under
another suffix, or where the organisation has said that it would go there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Declared, Integrity, Redirect
from pipelines.identity import host_label
from pipelines.persistence import answered
from pipelines.sites import is_archive, registrable_domain

if TYPE_CHECKING:
    from crawler.records import SiteMemory

# Notices that name an address to go to, and what a redirect there is then.
TOLD = {Declared.MOVED: Redirect.MOVED, Declared.RENAMED_MERGED: Redirect.SUCCESSOR}


def redirect_of(memory: SiteMemory, integrity: Integrity) -> tuple[Redirect, str]:
    """What the redirect is, and the host it ends at; (NONE, "") for a site that answers at home.

    Args:
        memory: all that is kept of the site.
        integrity: of the page it ends at.
    """
    home = memory.homes[-1] if memory.homes else None
    website = memory.cluster.website
    if home is None or not home.host:
        return Redirect.NONE, ""
    if is_archive(home.host):  # whether it lets us in or not
        return Redirect.ARCHIVE, home.host
    if not answered(home) or registrable_domain(home.host) == registrable_domain(website):
        return Redirect.NONE, ""
    told = _told(memory, home.host)
    if told is not Redirect.NONE:
        return told, home.host
    label = host_label(registrable_domain(website))
    same_label = bool(label) and label == host_label(registrable_domain(home.host))
    is_move = integrity is Integrity.OWN or (same_label and integrity is Integrity.UNSURE)
    return Redirect.MOVED if is_move else Redirect.UNRELATED, home.host


def _told(memory: SiteMemory, host: str) -> Redirect:
    """What the organisation's own notices say of this address."""
    there = registrable_domain(host)
    said = {
        TOLD[finding.kind]
        for page in memory.pages
        for finding in page.reading.closure
        if finding.kind in TOLD and registrable_domain(finding.successor) == there
    }
    return min(said, default=Redirect.NONE)
