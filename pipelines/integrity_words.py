"""The vocabulary of pages that are not the organisation's own, read from `data/foreign_pages.tsv`.

Two tests stand behind every foreign word there: a take-over sells (おすすめ, bonus, 即日, buy), while a cluster, a
city or a university that writes about casinos, drugs or loans reports, warns or studies.  So the table holds phrases
that only sellers use; topics alone (casino, loan, viagra) are not in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.resources import files

TABLE = "data/foreign_pages.tsv"


def read_table(text: str) -> dict[str, list[str]]:
    """{list: patterns} of the table; ValueError names the line that is no row of three columns or no pattern."""
    lists: defaultdict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3:  # noqa: PLR2004 - list, language, pattern
            raise ValueError(f"{TABLE} line {number}: write list, language and pattern, with a tab between")
        try:
            re.compile(columns[2])
        except re.error as error:
            raise ValueError(f"{TABLE} line {number}: {columns[2]!r} is no regular expression: {error}") from error
        lists[columns[0]].append(columns[2])
    return dict(lists)


LISTS = read_table(files("pipelines").joinpath(TABLE).read_text(encoding="utf-8"))


def any_of(name: str) -> re.Pattern[str]:
    """One pattern for all rows of a list."""
    return re.compile("|".join(LISTS[name]))


def kinds_of(family: str) -> re.Pattern[str]:
    """One pattern for all lists "family:kind"; its `lastgroup` is the kind that was found."""
    kinds = {name.partition(":")[2]: rows for name, rows in LISTS.items() if name.startswith(f"{family}:")}
    return re.compile("|".join(f"(?P<{kind}>{'|'.join(rows)})" for kind, rows in kinds.items()))


FOREIGN_WORDS = kinds_of("foreign")
REPORTS = any_of("reports")
SELLS = any_of("sells")
DEFAULT_WORDS = kinds_of("default")
DEFAULT_TITLE = any_of("default_title")
PARKED_WORDS = any_of("parked")
LANDER_WORDS = any_of("lander")
NOT_FOUND_WORDS = any_of("not_found")
NOT_FOUND_TITLE = any_of("not_found_title")
CHALLENGE_WORDS = any_of("challenge")
MAINTENANCE_WORDS = any_of("maintenance")

# Nothing is parked without one of these; they are quick to look for.
PARKED_STEMS = re.compile("dom|ドメイン|домен|域名|網域|도메인|sale|park|登録期間|purchase|expired")
# All that a page may show to be the first one of a server.
BARE_TEXTS = re.compile(r"^(?:it works!?|index page|default page|hello,? world!?|test page|テストページ)$")
LISTING = re.compile(r"^(?:index of /|/ のインデックス|のインデックス /)")
# One word as title that is the brand of a betting site: letters and a lucky ending.
BRAND_TITLE = re.compile(
    r"^[a-z]{3,}(?:play|bet|slot|toto|togel|win|poker|bola|hoki|jitu|qq|4d|5d|88|77|777|99|138|168|303)s?\d{0,3}$"
)
# Addresses that carry a trade where the link has no words (a banner).
FOREIGN_URL = re.compile(
    r"casino|slot-?gacor|togel|\bjudi|viagra|cialis|sportsbet|\bbet(?:ting)?[-.]|payday|cheap-?pills|baccarat|\bporn"
)
OFFICIAL_HOST = re.compile(r"\.(?:go|lg|ac|ed)\.jp$|\.(?:gov|edu|mil)(?:\.\w\w)?$|\.ac\.\w\w$")
LANDER_HOSTS = re.compile(
    r"(?:^|\.)(?:sedo(?:parking)?|afternic|dan|undeveloped|bodis|parkingcrew|hugedomains|above|domainmarket|buydomains"
    r"|uniregistry|namecheap|dynadot|gname|efty|perfectdomain|brandbucket|atom|squadhelp|onamae|muumuu-domain"
    r"|value-domain|dondominio)\.(?:com|net|org|jp|io)$"
)
