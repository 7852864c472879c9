"""Who a cluster is: the forms of its names that a page may use, and the words that tell its pages from others.

Names come from the register as people write them: 「一般社団法人○○協会（△△）」, "Kinki Bio Network (KBN)",
"Name | slogan".  Readers ask two things of them: does a phrase of a sentence name the cluster (closure), and does a
page still show any of its words (integrity).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

# Legal forms stand before or after a name and are left out as often as not.
LEGAL_FORM = re.compile(
    r"(?:一般|公益|特例)?(?:社団|財団)法人|(?:特定非営利活動|npo|独立行政|地方独立行政|国立大学|学校|医療)法人"
    r"|認定npo法人"
    r"|(?:株式|有限|合同)会社|[(（](?:一|公)?(?:社|財|株|有|特非)[)）]"
    r"|\b(?:inc|ltd|co|llc|corp|npo|e\.v|gmbh|kk|k\.k)\b\.?",
)
# A name followed by what it was called before: the old name is not the cluster.
FORMER = re.compile(r"^(?:旧|元|前|former|ex[- ]|old )")
SEPARATORS = re.compile(r"\s*[|｜/／;；›»―—–]\s*|\s+[-:：·・]\s+|\s*[(（「『〈【\[]\s*|\s*[)）」』〉】\]]\s*")
# Words of names that any organisation may have: they identify nobody.  Taken from the 195 names of the register: what
# at least three unrelated ones share.
COMMON_WORDS = frozenset(
    """
    about academy advanced agency alliance and area asia asian association based bio board business center centre
    city club cluster clusters co committee community company conference consortium cooperation corp council
    development english enterprise europe event for forum foundation from fund general global group health high home
    homepage hub inc industrial industries industry information initiative innovation innovative institute
    international japan japanese kogyo laboratory lab ltd management medical meeting net new next national network
    office official old of online org organisation organization page park partnership platform prefecture
    prefectural programme program project promotion region regional research revitalization robot robotics school
    science site society support system systems tech technologies technology technopolis the top tokyo university
    valley web website welcome with world www
    """.split(),  # noqa: SIM905  a word a line would hide the list
)
COMMON_JAPANESE = (
    "一般社団", "一般財団", "公益社団", "公益財団", "特定非営利", "ホームページ", "ウェブサイト", "プラットフォーム",
    "イノベーション", "コンソーシアム", "ネットワーク", "プロジェクト", "クラスター", "コミュニティ", "フォーラム",
    "センター", "サイト", "グループ", "クラブ", "産業", "推進", "振興", "支援", "協議会", "協会", "機構", "財団",
    "研究会", "研究所", "研究室", "連絡", "連携", "会議", "委員会", "事業", "計画", "構想", "地域", "創造", "創出",
    "公式",
    "技術", "開発", "科学", "総合", "情報", "国際", "活性化", "活動", "企業", "団体", "組合", "連合会", "学会", "大学",
    "公益", "法人", "支部", "本部", "事務局", "トップページ", "トップ", "日本", "東京", "県", "市",
)  # fmt: skip
# A place alone names whoever governs it, not the cluster there.
PLACE = re.compile(r"^\S{1,6}[都道府県市区町村省庁]$")
FEWEST_LATIN = 3  # letters of a Latin word that identifies
FEWEST_JAPANESE = 2
WORDS_THAT_TELL = 2  # distinctive Latin words of a name that recognise it together
LONGEST_FORM = 60  # characters; longer pieces of a name are slogans

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FLAT = {full: _LOWER.get(half, half) for full, half in _WIDTH.items()} | _LOWER
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[.&'’-][a-z0-9]+)*", re.IGNORECASE)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
VERBS_AFTER_NAME = "(?:has|is|was|will|had|does|did|ceased|closed|ended|dissolved|disbanded|moved|merged)"
_TOKEN = re.compile(r"[a-z0-9]+|\S")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose pages a site's should be, as far as the register and earlier visits tell.

    `names` are the cluster's in all scripts, empty where nobody says whose page it is; `website` its address in the
    register, "" likewise; `known_hosts` the domains (without "www.") that belong to it or that it has long linked to.
    """

    names: tuple[str, ...] = ()
    website: str = ""
    known_hosts: frozenset[str] = frozenset()


def flat(text: str) -> str:
    """The text in narrow, small letters, every character at the place it had (so that offsets stay true)."""
    return text.lower() if text.isascii() else text.translate(_FLAT)


@lru_cache(maxsize=256)
def name_forms(names: tuple[str, ...]) -> tuple[str, ...]:
    """The forms in which a page may write the names (whole, in parts, without legal form): flat, longest first."""
    forms = {form for name in names for form in _forms(name)}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _forms(name: str) -> Iterator[str]:
    text = flat(unicodedata.normalize("NFKC", name))
    for piece in [text, *SEPARATORS.split(text)]:
        if FORMER.match(piece.strip()):
            continue
        for form in (piece, LEGAL_FORM.sub(" ", piece)):
            tidy = " ".join(form.split()).strip(" .,、")
            if _identifies(tidy):
                yield tidy


def _identifies(form: str) -> bool:
    """Whether a piece of a name can stand for its owner: not a common word, not a slogan, not two letters."""
    if not FEWEST_JAPANESE <= len(form) <= LONGEST_FORM:
        return False
    if form.isascii():
        words = re.findall(r"[a-z0-9]+", form)
        return len(form) >= FEWEST_LATIN and any(
            word not in COMMON_WORDS and not word.isdigit() and len(word) > 1 for word in words
        )
    return not PLACE.match(form) and bool(_rest_of(form))


def _rest_of(form: str) -> str:
    """What is left of a Japanese name without the words that any organisation may have."""
    for word in COMMON_JAPANESE:
        form = form.replace(word, " ")
    return re.sub(r"[\s\W]+", "", form)


@lru_cache(maxsize=256)
def name_pattern(names: tuple[str, ...], host: str = "") -> re.Pattern[str] | None:
    """A pattern over flat text that finds any form of the names, spaced or not; None without names."""
    patterns = [_loose(form) for form in name_forms(names)]
    label = host_label(host)
    if label:  # by itself only: in a longer name it is a part of that
        patterns.append(rf"{_loose(label)}(?!\s+(?!{VERBS_AFTER_NAME}\b)[a-z0-9])")
    return re.compile("|".join(patterns)) if patterns else None


def _loose(form: str) -> str:
    """The form with any white space between its tokens, and at word borders where it begins or ends in Latin."""
    body = r"[\s・]*".join(re.escape(token) for token in _TOKEN.findall(form))
    before = r"(?<![a-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
    after = r"(?![a-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return f"{before}{body}{after}"


def host_label(host: str) -> str:
    """The label of a host that names its owner ("kinki-bio" of www.kinki-bio.example), "" where there is none."""
    labels = [label for label in host.lower().split(":")[0].split(".") if label and label != "www"]
    if len(labels) < 2 or labels[-1].isdigit():  # noqa: PLR2004 - a name and a top-level domain
        return ""
    # The longest label is the owner's more often than any fixed place, since registrable domains differ in depth.
    label = max(labels[:-1], key=len)
    return label if len(label) > FEWEST_LATIN and label not in COMMON_WORDS else ""


@lru_cache(maxsize=256)
def identity_words(names: tuple[str, ...], host: str = "") -> frozenset[str]:
    """The flat words that tell the cluster's pages from others: name forms, distinctive words, the host's label."""
    words = set(name_forms(names))
    for form in tuple(words):
        for word in _LATIN_WORD.findall(form):
            if len(word) >= FEWEST_LATIN and word not in COMMON_WORDS and not word.isdigit():
                words.add(word)
        words.update(_japanese_parts(form))
    label = host_label(host)
    if label:
        words.add(label)
    return frozenset(words)


def recognised(text: str, names: tuple[str, ...], host: str = "") -> bool:
    """Whether a flat text shows who it belongs to: a form of a name, a distinctive part of one, or two of its words."""
    pattern = name_pattern(names, host)
    if pattern is not None and pattern.search(text):
        return True
    words = identity_words(names, host)
    if any(not word.isascii() and word in text for word in words):
        return True
    latin = {word for word in words if word.isascii() and " " not in word}
    shown = sum(bool(re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text)) for word in latin)
    return shown >= min(WORDS_THAT_TELL, len(latin)) > 0


def _japanese_parts(form: str) -> Iterator[str]:
    """The distinctive runs of a Japanese name: what is left between the common words."""
    for word in COMMON_JAPANESE:
        form = form.replace(word, " ")
    for run in re.findall(r"[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3]+", form):
        if len(run) > FEWEST_JAPANESE:
            yield run


def host_of(url: str) -> str:
    """The host of an address without "www.", "" where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
