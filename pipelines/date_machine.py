"""Dates for machines: JSON-LD, meta elements, itemprop, `<time>`, paths of links, copyright lines, Last-Modified."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.records import DateClaim, DateSource, Precision
from pipelines.eras import WrittenDate, find_dates, path_dates
from pipelines.sites import registrable_domain
from pipelines.text import fold, snippet
from pipelines.western import TOKYO
from pipelines.written import fold_widths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.text import Page

MODIFIED, PUBLISHED, EVENT, FOUNDED = "modified", "published", "event", "founded"
CONFIDENCE = {MODIFIED: 0.9, PUBLISHED: 0.65, EVENT: 0.45, FOUNDED: 0.65}
TIME_CONFIDENCE = 0.65
HEADER_CONFIDENCE = 0.4
ABOUT_NOW = timedelta(days=1)  # such a header is stamped at the visit
COPYRIGHT_CONFIDENCE = 0.2
PATH_CONFIDENCE, UPLOAD_CONFIDENCE = 0.25, 0.15  # files keep the month of their upload; pages change after theirs
PATH_PRECISIONS = frozenset({Precision.DAY, Precision.MONTH})
LONGEST_VALUE = 64  # characters of a machine-readable date

# Names (in lower case) of properties of schema.org, Open Graph and Dublin Core, and what their dates are.
MODIFIED_NAMES = """
    datemodified article:modified_time og:article:modified_time og:updated_time dc.date.modified dcterms.modified
    last-modified lastmod revised"""
PUBLISHED_NAMES = """
    datepublished datecreated uploaddate article:published_time dc.date dc.date.created dc.date.issued dcterms.created
    dcterms.issued dcterms.date date pubdate creation_date"""
PROPERTIES = {
    **dict.fromkeys(MODIFIED_NAMES.split(), MODIFIED),
    **dict.fromkeys(PUBLISHED_NAMES.split(), PUBLISHED),
    **dict.fromkeys(("startdate", "enddate"), EVENT),
    "foundingdate": FOUNDED,
}
BARE_YEAR = re.compile(
    r"(?:©|\(c\)|copyright|all rights reserved)[^0-9]{0,40}(?P<first>(?:19|20)[0-9]{2})(?![0-9])"
    r"(?:\s?[-~,/]\s?(?P<last>(?:19|20)[0-9]{2})(?![0-9]))?"
    r"|(?<![0-9])(?P<before>(?:19|20)[0-9]{2})\s?(?:©|\(c\)|copyright)"
    r"|(?<![a-z])(?P<standard>ISO|JIS|IEC|IEEE|DIN|ASTM)[a-z/ -]{0,8}[0-9]{2,6}(?:-[0-9]{1,2}){0,2}\s?[:-]\s?"
    r"(?P<edition>(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
JSON_DATE = re.compile(
    r'"(dateModified|datePublished|dateCreated|uploadDate|startDate|endDate|foundingDate)"\s*:\s*"([^"]{4,64})"'
)
MOMENT = re.compile(r"^\s*1[0-9]{9}\s*$")  # seconds since 1970, as some systems write og:updated_time
RFC_822 = re.compile(r"^\s*(?:[a-z]{3},\s*)?[0-9]{1,2}\s[a-z]{3}\s[0-9]{4}\s[0-9]{2}:", re.IGNORECASE)
UPLOADS = re.compile(r"/(?:uploads?|files?|assets|images?|img|media)/", re.IGNORECASE)
STAMP = re.compile(r"updated|modified", re.IGNORECASE)
HAS_DATE = re.compile(r"[0-9]{4}|[rh][0-9]|年", re.IGNORECASE)


def machine_claims(page: Page, now: date) -> Iterator[DateClaim]:
    """Claims of all that is not visible text; only what the source itself gives away is rejected here."""
    yield from _json_ld(page, now)
    yield from _properties(page, now)
    yield from _time_elements(page, now)
    yield from _paths(page)
    yield from _bare_years(page)


def header_claim(last_modified: str, now: date) -> Iterator[DateClaim]:
    """The claim of a Last-Modified header, if there is one."""
    if day := _day(last_modified):
        about_now = abs(now - day.value) <= ABOUT_NOW
        reason = "visit_day" if about_now else ""
        yield _claim(day, DateSource.HEADER, "Last-Modified", HEADER_CONFIDENCE, last_modified, reason)


# ---------------------------------------------------------------- properties


def _json_ld(page: Page, now: date) -> Iterator[DateClaim]:
    """Read by pattern, because a third of real JSON-LD is not quite JSON."""
    for script in page.tree.iter("script"):
        if "ld+json" in script.get("type", "") and script.text:
            for name, written in JSON_DATE.findall(script.text.replace("\\u002B", "+").replace("\\/", "/")):
                yield from _property(name, written, DateSource.JSON_LD, now)


def _properties(page: Page, now: date) -> Iterator[DateClaim]:
    """`<meta>` by property, name or http-equiv, and elements with an itemprop."""
    for element in page.tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        yield from _property(name or "", element.get("content", ""), DateSource.META, now)
    for element in page.tree.xpath("//body//*[@itemprop]"):
        if element.tag != "meta":
            written = element.get("datetime") or element.get("content") or element.text or ""
            yield from _property(element.get("itemprop", ""), written, DateSource.META, now)


def _property(name: str, written: str, source: DateSource, now: date) -> Iterator[DateClaim]:
    meaning = PROPERTIES.get(name.lower())
    day = _day(written) if meaning else None
    if meaning and day:
        stamped = meaning == MODIFIED and day.value == now
        reason = "visit_day" if stamped else "history" if meaning == FOUNDED else ""
        yield _claim(day, source, name, CONFIDENCE[meaning], f"{name}: {written}", reason)


def _time_elements(page: Page, now: date) -> Iterator[DateClaim]:
    for element in page.tree.iter("time"):
        text = fold(str(element.text_content()))
        day = _day(element.get("datetime") or text)
        if day and not element.get("itemprop"):
            name = element.get("class", "")
            stamped = day.value == now and STAMP.search(name)
            words = text or day.written
            yield _claim(day, DateSource.TIME_ELEMENT, name, TIME_CONFIDENCE, words, "visit_day" if stamped else "")


def _day(written: str) -> WrittenDate | None:
    """The day in Japan that a machine-readable date names."""
    written = written[:LONGEST_VALUE]
    moment: datetime | None = None
    if MOMENT.match(written):
        moment = datetime.fromtimestamp(int(written), UTC)
    elif RFC_822.match(written):
        try:
            moment = parsedate_to_datetime(written)
        except ValueError:  # 31 February, 25 o'clock
            return None
    if moment:
        day = (moment.astimezone(TOKYO) if moment.tzinfo else moment).date()
        return WrittenDate(day, Precision.DAY, 0, len(written), written)
    return next((one for one in find_dates(written) if "no_year" not in one.marks), None)


# ---------------------------------------------------------------- paths and copyright lines


def _paths(page: Page) -> Iterator[DateClaim]:
    """Dates in the paths of links within the site, each once."""
    own = registrable_domain(page.url)
    seen = set()
    for address in dict.fromkeys([page.url, *(link.url for link in page.links)]):
        path = unquote(urlsplit(address).path)
        if not HAS_DATE.search(path) or registrable_domain(address) != own:
            continue
        for one in path_dates(path):
            if one.precision in PATH_PRECISIONS and "no_year" not in one.marks and one.value not in seen:
                seen.add(one.value)
                weak = "two_digit_year" in one.marks or UPLOADS.search(path)
                confidence = UPLOAD_CONFIDENCE if weak else PATH_CONFIDENCE
                yield _claim(one, DateSource.PATH, "", confidence, path[-LONGEST_VALUE:])


def _bare_years(page: Page) -> Iterator[DateClaim]:
    """The newest year of each copyright line, and (rejected) the editions of standards."""
    for block in page.blocks:
        text = fold_widths(block.text)[0]
        for match in BARE_YEAR.finditer(text):
            year = match["last"] or match["first"] or match["before"] or match["edition"]
            day = WrittenDate(date(int(year), 1, 1), Precision.YEAR, *match.span(), match[0])
            words = snippet(text, *match.span())
            if match["edition"]:
                yield _claim(day, DateSource.TEXT, match["standard"], COPYRIGHT_CONFIDENCE, words, "standard")
            else:
                yield _claim(day, DateSource.COPYRIGHT, "©", COPYRIGHT_CONFIDENCE, words)


def _claim(
    day: WrittenDate, source: DateSource, label: str, confidence: float, words: str, reason: str = ""
) -> DateClaim:
    return DateClaim(day.value, day.precision, source, label, confidence, fold(words)[:90], reason)
