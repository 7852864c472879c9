"""Days as people write them, in both languages; on request with the Japanese era beside the year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipelines.eras import ERAS
from reports.rendering import MONTHS

if TYPE_CHECKING:
    from datetime import datetime

    from reports.words import Language

TOKYO = ZoneInfo("Asia/Tokyo")
QUOTED_OR_DAY = re.compile(r"“[^”]*”|「[^」]*」|(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)", re.ASCII)
LATIN = {"明治": "Meiji", "大正": "Taishō", "昭和": "Shōwa", "平成": "Heisei", "令和": "Reiwa"}


def day(value: date | None, language: Language = "en", *, era: bool = False) -> str:
    """A day: "1 Nov 2026", 2026年11月1日; with the era "1 Nov 2026 (Reiwa 8)", 令和8年(2026年)11月1日; "" for None."""
    if value is None:
        return ""
    name, year = era_of(value) if era else ("", 0)
    if language == "ja":
        written = f"{value.year}年{value.month}月{value.day}日"
        return f"{name}{'元' if year == 1 else year}年({value.year}年){value.month}月{value.day}日" if name else written
    written = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{written} ({LATIN[name]} {year})" if name else written


def moment(value: datetime, language: Language = "en", *, era: bool = False) -> str:
    """A moment to the minute, by the clocks of Japan."""
    local = value.astimezone(TOKYO)
    return f"{day(local.date(), language, era=era)} {local:%H:%M}"


def spoken(sentence: str, language: Language = "en", *, era: bool = False) -> str:
    """A sentence of ours with its days as people write them; what it quotes stays as it was written."""

    def written(found: re.Match[str]) -> str:
        try:
            return day(date.fromisoformat(found[1]), language, era=era) if found[1] else found[0]
        except ValueError:  # looks like a day and is none
            return found[0]

    return QUOTED_OR_DAY.sub(written, sentence)


def era_of(value: date) -> tuple[str, int]:
    """The era of a day and the year of it; ("", 0) before Meiji."""
    for era in ERAS:
        if value <= era.last_day:
            return (era.name, value.year - era.base) if value.year > era.base else ("", 0)
    return "", 0
