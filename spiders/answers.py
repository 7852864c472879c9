"""What is made of an answer: a `PageVisit` with its outcome class and, where there is something new, its reading.

No network: an answer came, and the same answer makes the same row.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import Outcome, PageVisit, Role, SitePlan
from pipelines.identity import Owner
from pipelines.integrity import looks_like_challenge, looks_like_maintenance
from pipelines.reader import READER_VERSION, Read, read_document
from spiders.addresses import page_key
from spiders.guard import KEPT_HEADERS
from spiders.outcomes import is_readable
from spiders.patience import patience

if TYPE_CHECKING:
    from datetime import datetime

    from spiders.exchange import Answer
    from spiders.itinerary import Ask

logger = logging.getLogger(__name__)

READING_SECONDS = 20.0  # for one page; the slowest real one took 1.5
REFUSALS = {Outcome.BLOCKED, Outcome.SERVER_ERROR, Outcome.MAINTENANCE}


@dataclass(frozen=True, slots=True)
class Judged:
    """The row of an answer, and the page behind it where it was read and leads on."""

    visit: PageVisit
    read: Read | None = None


@dataclass(slots=True)
class Answers:
    """Judges the answers of one site."""

    plan: SitePlan
    day: date
    home: str = ""  # address at which the home page answered
    _nothing_sha: str = ""  # text of the answer to a page that cannot exist

    def judge(self, ask: Ask, answer: Answer, moment: datetime) -> Judged:
        """The row of an answer."""
        visit = self._row(ask, answer, moment)
        if visit.outcome is Outcome.OK:
            return self._judge_body(ask, visit, answer)
        if visit.outcome is Outcome.NOT_MODIFIED:
            return Judged(_unchanged(ask, visit))
        if visit.outcome in REFUSALS:
            return Judged(self._refused(visit, answer))
        if visit.outcome is Outcome.MOVED and page_key(visit.final_url) == page_key(self.home):
            return Judged(replace(visit, outcome=Outcome.SOFT_404))  # sent home: the page is not there
        return Judged(visit)

    def _row(self, ask: Ask, answer: Answer, moment: datetime) -> PageVisit:
        """What the answer says without a look at its body."""
        last = answer.last
        return PageVisit(
            cluster_id=self.plan.cluster.id,
            url=ask.url,
            role=ask.role,
            visited_at=moment,
            outcome=answer.outcome,
            final_url=answer.redirects[-1] if answer.redirects else last.url,
            status=last.status,
            redirects=answer.redirects,
            elapsed_ms=last.elapsed_ms,
            size=len(last.body),
            headers=tuple((name, last.header(name)) for name in KEPT_HEADERS if last.header(name)),
            etag=last.header("etag"),
            last_modified=last.header("last-modified"),
            error=last.error,
            reader_version=READER_VERSION,
            edition=ask.edition,
        )

    def _judge_body(self, ask: Ask, visit: PageVisit, answer: Answer) -> Judged:
        """The row of a page that came in full."""
        body = answer.last.body
        if not is_readable(answer.last.header("content-type"), body):
            return Judged(replace(visit, outcome=Outcome.NOT_HTML))
        visit = replace(visit, body_sha=hashlib.sha256(body).hexdigest())
        if ask.known and ask.known.body_sha == visit.body_sha and ask.known.reader_version == READER_VERSION:
            return Judged(_unchanged(ask, replace(visit, outcome=Outcome.NOT_MODIFIED)))
        read = self._read(visit, answer)
        if read is None:
            return Judged(replace(visit, outcome=Outcome.ERROR, error="our reader failed on the page: see the log"))
        outcome = self._shown(ask, read)
        if outcome is not Outcome.OK:
            return Judged(replace(visit, outcome=outcome))
        language = read.reading.language
        edition = language.language if language.language and not language.mixed else ask.edition or language.language
        return Judged(replace(visit, reading=read.reading, edition=edition or ""), read)

    def _shown(self, ask: Ask, read: Read) -> Outcome:
        """What a page with status 200 really is."""
        if ask.role is Role.PROBE:
            self._nothing_sha = read.reading.text_sha
            return Outcome.SOFT_404
        if read.page is not None and looks_like_challenge(read.page):
            return Outcome.BLOCKED
        if ask.role is Role.HOME:
            return Outcome.MAINTENANCE if read.page is not None and looks_like_maintenance(read.page) else Outcome.OK
        nothing = read.reading.soft_404 or read.reading.text_sha == self._nothing_sha
        return Outcome.SOFT_404 if nothing else Outcome.OK

    def _refused(self, visit: PageVisit, answer: Answer) -> PageVisit:
        """A refusal read for its reason: a challenge is a block whatever its status; some 5xx announce their end."""
        read = self._read(visit, answer) if answer.last.body else None
        if read is None or read.page is None:
            return visit
        if looks_like_challenge(read.page):
            return replace(visit, outcome=Outcome.BLOCKED, error="a challenge page")
        if visit.outcome is Outcome.SERVER_ERROR and looks_like_maintenance(read.page):
            return replace(visit, outcome=Outcome.MAINTENANCE)
        return visit

    def _read(self, visit: PageVisit, answer: Answer) -> Read | None:
        """The reading of a body; None where our own reader fails on it."""
        cluster = self.plan.cluster
        try:
            with patience(READING_SECONDS):
                return read_document(
                    answer.last.body,
                    visit.final_url,
                    answer.last.header("content-type"),
                    Owner((cluster.name_ja, cluster.name_en), cluster.website, frozenset(self.plan.known_hosts)),
                    self.day,
                    visit.last_modified,
                )
        except Exception:
            # One page may not end the visit of its site, whatever is wrong with our reader.
            logger.exception("reading %s of %s failed", visit.final_url, cluster.id)
            return None


def _unchanged(ask: Ask, visit: PageVisit) -> PageVisit:
    """The row of a page we know already."""
    known = ask.known
    if known is None:
        return replace(visit, outcome=Outcome.ERROR, error="304 to a question without conditions")
    return replace(
        visit,
        body_sha=known.body_sha,
        etag=visit.etag or known.etag,
        last_modified=visit.last_modified or known.last_modified,
        edition=known.language or ask.edition,
        links=known.links,
    )
