"""Years that a page only mentions: the weakest sign of when it was last written, and often the only one.

A page that names 2024 was written in 2024 or later (or looks ahead to it); a page whose newest year is 2019 is, in all
likelihood, old.  Publications, lists of members and "第5回 (2023) 大会" show years where no date stands.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from crawler.records import DateClaim, DateSource, Precision
from pipelines.text import snippet

if TYPE_CHECKING:
    from pipelines.text import Page

# A year by itself: no part of a longer number, an amount, an address, an identifier or a product name.
YEAR = re.compile(
    r"(?<![\dA-Za-z.,:/¥$#%&=_~^+(-])\(?(?P<year>(?:19[89]|20\d)\d)(?![\dA-Za-z,:%円人名社件個点台本枚kmg_-]|\.\d)"
)
# What looks ahead names years long before they come, and keeps naming them: plans, targets, games and fairs.
AHEAD = re.compile(
    r"目標|までに|に向け|計画|ビジョン|構想|予定|見込|将来|ロードマップ|オリンピック|五輪|万博|パラリンピック"
    r"|\b(?:by|until|vision|target|goal|plan(?:ned|s)?|roadmap|olympics?|expo|agenda|horizon|sdgs?)\b",
    re.IGNORECASE,
)
# Years of things, not of the page: copyright (a source of its own), clocks, standards, licences, founding, products.
OTHER = re.compile(
    r"©|\(c\)|copyright|all rights reserved|設立|創業|創立|本日は|今日は|只今|ただ今|現在時刻"
    r"|\b(?:today is|current time|ISO|JIS|IEC|DIN|Office|Windows|Server|established|founded|since)\b",
    re.IGNORECASE,
)
EARLIEST = 1995
CONFIDENCE = 0.3
NEWEST = 3  # years kept of a page


def year_claims(page: Page, now: date) -> tuple[DateClaim, ...]:
    """The newest years that the page mentions by themselves, not after now, each once, newest first."""
    found: dict[int, str] = {}
    for block in page.blocks:
        if AHEAD.search(block.text) or OTHER.search(block.text):
            continue
        for match in YEAR.finditer(block.text):
            year = int(match["year"])
            if EARLIEST <= year <= now.year and year not in found:
                found[year] = snippet(block.text, *match.span("year"))
    return tuple(
        DateClaim(date(year, 1, 1), Precision.YEAR, DateSource.YEAR_MENTION, "", CONFIDENCE, found[year])
        for year in sorted(found, reverse=True)[:NEWEST]
    )
