"""Moves, new names and mergers: ends that are none, because the organisation goes on elsewhere.

A move of the site is only believed with the address it moved to, and only to another host: every office that moves and
every page renamed within a site uses the same words.  A new name is only believed if it is said, and not known already.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.records import ClosureFinding, Declared
from pipelines import closure_en, closure_ja, closure_words_en
from pipelines.closure_words import ORG, PROJECT, SELF, SITE, SITE_NOUN, VETO
from pipelines.identity import JAPANESE, LEGAL_FORM, flat, host_of
from pipelines.text import snippet

if TYPE_CHECKING:
    from pipelines.closure_voice import Voice
    from pipelines.text import Page

CONFIDENCE = 0.85
REFRESH_CONFIDENCE = 0.9  # the page itself sends its readers away
LOOK_AHEAD = 4  # blocks after the sentence in which the new address may stand
_DONE = r"[^。]{0,14}?(?:ました|ます|です|なり|られ|た(?=$|[。、]))"

# ---------------------------------------------------------------- moves

URL = re.compile(
    r"https?://[a-z0-9.-]+(?:/[a-z0-9_./~%?=&#+-]*)?|(?<![\w@.])(?:www\.)?[a-z0-9-]{2,}(?:\.[a-z0-9-]+)*\.(?:jp|com"
    r"|org|net|info|eu|asia|io)(?![a-z0-9])(?:/[a-z0-9_./~%-]*)?"
)
# Offices, telephones and mailboxes move with the same words.
NOT_A_SITE = re.compile(
    r"メール|事務所|事務局|オフィス|所在地|住所|電話|fax|会場|本社|\boffice|e-?mail|phone|venue|app store|google play"
)
MOVED_JA = re.compile(
    rf"(?:{SITE}|{SITE_NOUN}|ページ|url|アドレス|ドメイン)[^。]{{0,40}}?(?:移転|移行|引っ?越|変更|変わ|移り|移動|移管"
    rf"|統合|一本化|集約){_DONE}"
    rf"|情報(?:発信|公開|提供)[^。]{{0,40}}?(?:{SITE_NOUN}|ページ)[にへ](?:移行|統合|一本化|集約){_DONE}"
    rf"|(?:移転|移行|引っ?越し)先|新(?:しい|たな)?(?:{SITE_NOUN}|url|アドレス)(?:は|へ|に|を|が|:)"
)
MOVED_EN = re.compile(
    rf"""
    (?:{SITE}|{ORG}|{PROJECT}|\bwe|\b(?:web\ ?)?site|\bpage|\bblog)\s+
        (?:(?:has|have|is|are|was|were|now|been|permanently)\s+)*(?:moved|relocated|migrated|moving|transferred)\s*(?:to\b|here\b|$|[.:!-])
    | \bnew\ (?:web\ ?site\ |site\ |home\ ?page\ |web\ )?(?:address|url|location|home\ ?page|web\ ?site|site|domain)\b
        [^.]{{0,30}}?(?:\s(?:is|at|can\ be\ found)\b|:|\shere\b)
    | \b(?:web|internet|site|our)?\ ?(?:address|url|domain(?:\ name)?)\ (?:has|have)\ (?:been\ )?changed\b
    | (?:visit|see|use|go\ to|refer\ to)\ (?:us\ (?:at|on)\ )?our\ new\ (?:web\ ?site|site|home\ ?page)\b
    | update\ your\ (?:bookmarks?|links) | you\ (?:will|should)\ be\ (?:automatically\ )?(?:redirected|forwarded)
    """,
    re.VERBOSE,
)
REFRESH_WORDS = re.compile(
    r"移転|移行|移動|引っ?越|自動的に|ジャンプ|切り?替わ|転送|moved|redirect|new (?:site|address|url)|relocat"
    r"|click here"
)
OLD_ADDRESS = re.compile(r"旧|以前の|これまでの|\bold\b|former|previous")
NEW_ADDRESS = re.compile(r"新|先|\bnew\b|\bto\b")

# ---------------------------------------------------------------- new names and mergers

_FROM_ON = "(?:もって|もちまして|以って|以て)、?"
_NAME = rf"(?:[「『\"“]([^」』\"”]{{2,40}})[」』\"”]|(?:{_FROM_ON})?([^、。はがをに「」\s\d]{{3,30}}))"
_NAMED = r"(?:名称|会名|法人名|団体名|組織名|社名|名前)"
_TAKE = r"(?:移管|移行|引き継|承継|継承)"
_WORK = r"(?:活動|事業|業務|役割)"
JAPANESE_SUCCESSIONS = {
    "renamed": re.compile(
        rf"{_NAMED}[をがは](?:[^。]{{0,30}}?から)?、?{_NAME}[にへと](?:変更|改称|改め|変わ|改正|改名|なり|いたし){_DONE}"
        rf"|{_NAME}(?:へと|[にへと])(?:{_NAMED}を?(?:変更|改め)|改称|改名|改組|商号変更|改め|生まれ変わ){_DONE}"
    ),
    "taken_over": re.compile(rf"{_NAME}が、?(?:引き?継|承継|継承){_DONE}"),
    "reborn": re.compile(
        r"[「『]([^」』]{2,40})[」』]として、?(?:新たに|新しく)?(?:再?(?:出発|スタート|発足|始動)|生まれ変わ|リスタート)"
        + _DONE
    ),
    "merged": re.compile(
        rf"{_NAME}[にへと]、?(?:吸収)?(?:統合|合併|合流|{_TAKE})(?!して)(?:{_DONE}|(?:し|され)(?=、))"
        rf"|{_NAME}[にへ](?:その)?{_WORK}?を?{_TAKE}[^。]{{0,30}}?(?:解散|解消)"
        rf"|{_WORK}を{_NAME}[にへ]{_TAKE}[^。]{{0,30}}?(?:解散|解消|終了)"
    ),
}
_SUBJECT = rf"(?:{ORG}|{PROJECT}|\bwe\b)[^.]{{0,60}}?"
_NEW_NAME = r"\s+(?:the\s+)?([\"“]?[a-z0-9][^.,;\"”]{2,60})"
ENGLISH_SUCCESSIONS = {
    "renamed": re.compile(
        rf"{_SUBJECT}(?:(?:has|have|was|were|is|are|will be)\s+(?:now\s+|been\s+)*(?:renamed|rebranded)(?:\s+(?:to|as"
        rf"|into))?"
        rf"|changed (?:its|our) name(?: from .{{3,60}})? (?:to|into)"
        rf"|(?:now |continues to |will )(?:operates?|works?|acts?|goes) (?:under|by) the (?:new )?name(?: of)?"
        rf"|is now (?:called|known as|named)(?! (?:to|for|in|on|upon|a)\b)){_NEW_NAME}"
        rf"|(?:from|since|as of) [^,]{{3,24}}, (?:the )?{ORG} (?:is|will be) (?:called|known as|named){_NEW_NAME}"
    ),
    "merged": re.compile(
        rf"{_SUBJECT}(?:merged (?:with|into)|(?:has|have|was|were) (?:been )?(?:integrated|absorbed|incorporated"
        rf"|merged) (?:into|by|with)"
        rf"|(?:was|has been) taken over by"
        rf"|(?:has become|is now) (?:a )?part of|(?:was|has been) succeeded by){_NEW_NAME}"
    ),
}
NO_NAME = re.compile(r"(?:清算|認定|新|から|より|法人|\s)*")
OF_ANOTHER_FORM = frozenset({"reborn"})  # 再出発 denies the end, and is the point here
# 部会の名称を, 相談窓口を: what belongs to the organisation takes a new name or goes to others, and it goes on itself.
PART = re.compile(r"([^、。はがを]{2,30})(?:を、?|は、?|の)$")
WHOLE = re.compile(
    rf"(?:{SELF}|{SELF}の?(?:正式)?{_NAMED}|(?<![一-龠ァ-ヶー]){_WORK}|全て|すべて|一切|^後継の.*)$|(?:^|より|から)(?:組織|団体|法人|会)$"
)
SUCCEEDING_SUBJECT = re.compile(
    rf"[{ORG}{PROJECT}][」』\"”]?(?:の(?:正式)?(?:{_NAMED}|(?:すべての|全ての|全)?{_WORK}))?(?:は|が|も|、|\s)|\bwe\b"
)


def declared_in(page: Page, number: int, text: str, voice: Voice) -> ClosureFinding | None:
    """The move, new name or merger that a flat sentence declares, with its successor; None without one.

    Args:
        page: the page, whose links may hold the new address.
        number: place of the sentence's block among the page's blocks.
        text: the flat sentence.
        voice: who speaks on the page.
    """
    japanese = bool(JAPANESE.search(text))
    marked = (closure_ja if japanese else closure_en).marked(text, voice)
    if _moves(marked, voice, japanese=japanese):
        address = _new_address(page, number, text)
        if address:
            return ClosureFinding(Declared.MOVED, text, CONFIDENCE, successor=address, rule="moved")
    successions = JAPANESE_SUCCESSIONS if japanese else ENGLISH_SUCCESSIONS
    if (VETO if japanese else closure_words_en.VETO).search(marked):
        successions = {rule: pattern for rule, pattern in successions.items() if rule in OF_ANOTHER_FORM}
    return _succeeded(marked, voice, successions)


def page_moves(page: Page, voice: Voice) -> tuple[ClosureFinding, ...]:
    """A page that sends its readers to another host by itself and says so of the site."""
    if not page.refresh or host_of(page.refresh) == host_of(page.url):
        return ()
    said = [block.text for block in page.blocks if REFRESH_WORDS.search(flat(block.text))]
    if not voice.home:
        said = [text for text in said if _moves(closure_ja.marked(flat(text), voice), voice, japanese=True)]
    if not said and not (voice.home and REFRESH_WORDS.search(flat(page.title))):
        return ()
    quote = snippet((said or [page.title])[0], 0, 0)
    return (ClosureFinding(Declared.MOVED, quote, REFRESH_CONFIDENCE, successor=page.refresh, rule="refresh"),)


def _moves(marked: str, voice: Voice, *, japanese: bool) -> bool:
    """Whether the sentence moves the site: named as such anywhere, as "page" where the page speaks for it."""
    found = (MOVED_JA if japanese else MOVED_EN).search(marked)
    if not found or NOT_A_SITE.search(marked):
        return False
    return voice.home or SITE in found.group() or bool(re.match(SITE_NOUN, found.group()))


def _new_address(page: Page, number: int, text: str) -> str:
    """The first address of another host in the sentence, or in a link of its block or the few after it, "" without."""
    here = host_of(page.url)
    written = [found for found in URL.finditer(text) if not _old(text[: found.start()])]
    if any(host_of(_with_scheme(found.group())) == here for found in written):
        return ""
    near = [block.text for block in page.blocks[number : number + LOOK_AHEAD]]
    for link in page.links:
        if link.text and host_of(link.url) != here:
            around = next((block for block in near if link.text in block), "")
            if around and not _old(around[: around.index(link.text)] + link.text):
                return link.url
    return _with_scheme(written[0].group()) if written else ""


def _with_scheme(address: str) -> str:
    return address if address.startswith("http") else f"http://{address}"


def _old(before: str) -> bool:
    """Whether the words before an address call it the old one."""
    old = [found.end() for found in OLD_ADDRESS.finditer(flat(before))]
    new = [found.end() for found in NEW_ADDRESS.finditer(flat(before))]
    return bool(old) and (not new or old[-1] > new[-1])


def _succeeded(marked: str, voice: Voice, successions: dict[str, re.Pattern[str]]) -> ClosureFinding | None:
    for rule, pattern in successions.items():
        found = pattern.search(marked)
        if not found or not SUCCEEDING_SUBJECT.search(marked[: found.end()]):
            continue
        part = PART.search(marked[: found.start()])
        if part and not WHOLE.search(part[1]) and not re.match(_FROM_ON, found.group()):
            continue
        name = next((group for group in found.groups() if group), "").strip(" \"“”'")
        known = voice.own is not None and voice.own.fullmatch(LEGAL_FORM.sub("", name).strip())
        if not NO_NAME.fullmatch(LEGAL_FORM.sub("", name)) and not known and not re.search(SELF, name):
            return ClosureFinding(Declared.RENAMED_MERGED, marked, CONFIDENCE, successor=name, rule=rule)
    return None
