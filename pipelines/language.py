"""The language of a text or a page: the script decides where it can, seeded langdetect does the rest.

langdetect alone calls kanji headings Chinese or Korean and half of Chinese Korean; a rule on Unicode scripts does not.
Measured on the table of `benchmarks/language_bench.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from crawler.records import LanguageReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.text import Page

SCRIPTS = {
    "kana": re.compile("[ぁ-ゖァ-ヺｦ-ﾝ]"),
    "han": re.compile("[々〆一-鿿㐀-䶿]"),
    "hangul": re.compile("[가-힣ᄀ-ᇿ㄰-㆏]"),
    "latin": re.compile("[A-Za-zÀ-ÖØ-öø-ɏẀ-ỿ]"),
    "cyrillic": re.compile("[Ѐ-ӿ]"),
    "thai": re.compile("[ก-๛]"),
    "greek": re.compile("[Ͱ-Ͽ]"),
    "arabic": re.compile("[؀-ۿ]"),
    "hebrew": re.compile("[֐-׿]"),
    "devanagari": re.compile("[ऀ-ॿ]"),
}
LATIN, HAN = SCRIPTS["latin"], SCRIPTS["han"]
CJK = re.compile("|".join(SCRIPTS[name].pattern for name in ("kana", "han", "hangul")))
# Scripts that one language stands for well enough on the websites this project meets.
SCRIPT_LANGUAGES = {"thai": "th", "greek": "el", "arabic": "ar", "hebrew": "he", "devanagari": "hi"}

CJK_WEIGHT = 4  # a kanji or kana outweighs a few Latin letters: Japanese text is full of foreign names and acronyms
HANGUL_OF_CJK = 0.3  # share of Hangul from which a text is Korean; Korean names in Japanese or Chinese stay below
DECLARED_ONLY = 0.3  # confidence where nothing but the declaration speaks
KANA_OF_CJK = 0.03  # share of kana from which Han text is Japanese; a の in a Chinese brand name stays below
LATIN_MINIMUM = 20  # letters; langdetect guesses below
LATIN_LIMIT = 1_000  # characters; the same answer as on the full text on 734 of 744 pages, at a quarter of the time
TIE = 0.4  # a share between this and 1 - this is a tie, which the declared language breaks
SECOND_LANGUAGE = 0.15  # share of the prose from which a page speaks a second language

# What langdetect may answer: languages of Japan's partners.  Others only collect its errors (Somali, Tagalog, ...).
ALPHABETS = {
    "latin": (
        "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl", "no", "pl", "pt",
        "ro", "sk", "sl", "sv", "tr", "vi",
    ),
    "cyrillic": ("bg", "ru", "uk"),
}  # fmt: skip
PRIORS = {"en": 0.9, "de": 0.05, "fr": 0.05}  # cluster sites in Latin letters are English, then German and French
OTHER_PRIOR = 0.002
# Letters from which the languages without a prior of their own are thought of: "Regional innovation centre" is Italian
# to langdetect, and its priors drown in its sampling.
LATIN_SHORT = 36
ELSEWHERE = re.compile("[^\x00-\xffœŒ]|[ãõñåøìòÃÕÑÅØ]")  # letters that none of the languages with a prior writes
# Words too short for langdetect that say it all, at any length.
FUNCTION_WORDS = {
    "en": {"about", "and", "our", "of", "the", "this", "to", "us", "with", "your"},
    "de": {"das", "der", "die", "für", "ist", "mit", "sie", "und", "unsere", "über"},
    "fr": {"aux", "avec", "du", "les", "nos", "notre", "nous", "pour", "sur", "vous"},
}
OLD_FORM_WEIGHT = 0.7  # a 學 or 况 is Chinese, or in the name of an old Japanese school
SEED = 20130425  # without one, langdetect answers differently from run to run

# Words of Chinese texts and headings that kanji would spell alike; not within the Japanese compounds that have them.
CHINESE_MARKS = re.compile(
    "[是你您们們这這那吗嗎呢吧很她它跟把让讓说說]|(?<!目)的(?![確中])|(?<![終完修満未])了(?!解)"
    "|(?<![所存現滞駐実健])在(?![庫宅学籍日外住職])|我(?!孫子)|公司|信息|資訊|消息|招聘|首[页頁]|合作|常[见見]|[报報]名"
    "|成立|宗旨|[伙夥]伴|下[载載]|登[录錄]|[关關]於|[联聯][系絡繫]|服[务務](?![規義])|中心(?![市街部地人核])|交流[与與]|通知公告"
)
# Words of Japanese headings that Chinese would write with other characters, or not at all.
JAPANESE_MARKS = re.compile(
    "会社|一覧|株式|財団|社団|平成|令和|昭和|事務局|協議会|委員会|開催|申込|名簿|役員|情報|履歴|入札|問合|案内|連携|発表"
    "|都道府県|相談|助成|挨拶|募集|予定|部会"
)
ASIDE = {"nav", "footer"}  # kinds of block that every page of a site repeats
# A sentence rather than a menu, a name or a reference.
PROSE_CJK_LETTERS = 20
PROSE_LATIN_WORDS = 10
PROSE_LOWER_CASE = 0.6  # share of words that begin with a small letter; menus, names and references have fewer
PROSE_CODE = 0.02  # share of characters that program text is full of
CODE = re.compile(r"[{}<>;=$\\|_]")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")  # Latin letters of no language
SENTENCE_END = re.compile("[。．！？]|[다요][.]|[ぁ-ん][、,]")
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, declared: str = "") -> LanguageReading:
    """The language of a text (ISO 639-1, Chinese of either script is "zh"), None where it cannot be told.

    Args:
        text: any text, a heading or a page.
        declared: language the page declares, or that most of its site has ("ja-JP", "en"); it decides only what the
            text leaves open.
    """
    declared = declared.lower()[:2]
    count = {name: len(script.findall(text)) for name, script in SCRIPTS.items()}
    count["cjk"] = CJK_WEIGHT * (count.pop("han") + count["kana"] + count["hangul"])
    count["kana"] *= CJK_WEIGHT
    count["hangul"] *= CJK_WEIGHT
    script = max(("cjk", "latin", "cyrillic", *SCRIPT_LANGUAGES), key=lambda name: count[name])
    if script in SCRIPT_LANGUAGES and count[script]:
        return LanguageReading(SCRIPT_LANGUAGES[script], confidence=0.95)
    if script == "cjk" and count[script]:
        return _east_asian(text, count, declared)
    return _alphabetic(text, count[script], script, declared)


def page_language(page: Page) -> LanguageReading:
    """The language of a page; mixed where it has sentences, not only words, of two languages."""
    declared = page.html_lang.lower()[:2]
    texts = [ADDRESS.sub(" ", block.text) for block in page.blocks if block.kind not in ASIDE]
    if not any(map(_is_prose, texts)):  # without sentences every word counts, also those of the menu
        texts = [ADDRESS.sub(" ", text) for text in (page.title, *page.text.split("\n"))]
    eastern = [text for text in texts if _is_cjk(text)]
    western = [text for text in texts if not _is_cjk(text)]
    east, west = _weight(eastern), _weight(western)
    first, second = (eastern, western) if east > west else (western, eastern)
    readings = [language_of("\n".join(group), declared) for group in (first, second)]
    if min(east, west) > TIE * (east + west) and declared and readings[1].language == declared:
        first, second = second, first
        readings.reverse()
    prose = [_weight(filter(_is_prose, group)) for group in (first, second)]
    mixed = readings[1].language is not None and prose[1] > SECOND_LANGUAGE * sum(prose)
    return LanguageReading(readings[0].language, mixed, readings[0].confidence)


# ---------------------------------------------------------------- Chinese, Japanese, Korean


def _east_asian(text: str, count: dict[str, int], declared: str) -> LanguageReading:
    """The language of a text in kana, Hangul or Han characters; `count` holds the weight of each script."""
    if count["hangul"] > max(count["kana"], count["cjk"] * HANGUL_OF_CJK):
        return LanguageReading("ko", confidence=0.99)
    if count["kana"] > KANA_OF_CJK * count["cjk"]:
        return LanguageReading("ja", confidence=0.99)
    balance = _japanese_signs(text)
    if balance:
        return LanguageReading("ja" if balance > 0 else "zh", confidence=min(0.95, 0.7 + 0.1 * abs(balance)))
    return LanguageReading("zh" if declared == "zh" else "ja", confidence=0.6)


def _japanese_signs(text: str) -> float:
    """Signs of Japanese less signs of Chinese in a text of Han characters only; 0 leaves it open."""
    japanese, chinese = _national_characters()
    own = sum(char in japanese for char in text) - sum(chinese.get(char, 0.0) for char in text)
    return own + len(JAPANESE_MARKS.findall(text)) - len(CHINESE_MARKS.findall(text))


@lru_cache(maxsize=1)
def _national_characters() -> tuple[frozenset[str], dict[str, float]]:
    """Han characters that only Japanese uses, and those that only Chinese uses with what they weigh.

    Read off the national charsets: JIS X 0208 rows 16-47 are the kanji in daily use, its rows 48-84 also hold old forms
    (學, 會) that Chinese in Taiwan writes daily and Japanese in names only.
    """
    daily, rare = _charset("euc_jp", range(0xB0, 0xD0)), _charset("euc_jp", range(0xD0, 0xF5))
    simplified = _charset("gb2312", range(0xB0, 0xF8))
    traditional = _charset("big5", range(0xA4, 0xC7))  # level 1, in daily use
    japanese = (daily - simplified - traditional) | {"々", "〆"}
    weights = dict.fromkeys((traditional ^ simplified) & rare, OLD_FORM_WEIGHT)
    return frozenset(japanese), weights | dict.fromkeys((simplified | traditional) - daily - rare, 1.0)


def _charset(codec: str, leads: range) -> frozenset[str]:
    """All characters of the codec whose first byte is in `leads`."""
    pairs = (bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in range(0x40, 0xFF))
    return frozenset(pair for pair in pairs if len(pair) == 1 and HAN.match(pair))


def _is_cjk(text: str) -> bool:
    cjk = len(CJK.findall(text))
    return cjk > 0 and CJK_WEIGHT * cjk >= len(LATIN.findall(text))


# ---------------------------------------------------------------- Latin and Cyrillic letters


def _alphabetic(text: str, letters: int, script: str, declared: str) -> LanguageReading:
    """The language of a text in Latin or Cyrillic letters."""
    if letters < LATIN_SHORT and (language := _by_function_words(text)):
        return LanguageReading(language, confidence=0.8)
    if letters < LATIN_MINIMUM:
        return _as_declared(declared)
    candidates = set(ALPHABETS[script])
    if script == "latin" and letters < LATIN_SHORT and not ELSEWHERE.search(text):
        candidates &= {*PRIORS, declared}
    return _by_langdetect(text[:LATIN_LIMIT], candidates, declared)


def _by_function_words(text: str) -> str:
    """The one language whose function words are in the text, "" without any or with those of several."""
    words = {word.lower() for word in WORD.findall(text)}
    found = [language for language, function_words in FUNCTION_WORDS.items() if words & function_words]
    return found[0] if len(found) == 1 else ""


def _by_langdetect(text: str, candidates: set[str], declared: str) -> LanguageReading:
    """What seeded langdetect says of a text; the declared language breaks a tie."""
    detector = _factory().create()
    detector.set_prior_map({language: PRIORS.get(language, OTHER_PRIOR) for language in candidates})
    detector.append(text.lower() if text.isupper() else text)
    try:
        found = {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except LangDetectException:  # no letters that any profile knows
        found = {}
    if not found:
        return _as_declared(declared)
    best = max(found, key=lambda language: found[language])
    if found.get(declared, 0.0) > TIE:
        best = declared
    return LanguageReading(best, confidence=round(found[best], 2))


def _as_declared(declared: str) -> LanguageReading:
    return LanguageReading(declared or None, confidence=DECLARED_ONLY if declared else 0.0)


@lru_cache(maxsize=1)
def _factory() -> DetectorFactory:
    """Langdetect with the profiles of our languages, in a fixed order (its own loader takes the folder's)."""
    factory = DetectorFactory()
    profiles = [Path(PROFILES_DIRECTORY, name) for group in ALPHABETS.values() for name in group]
    factory.load_json_profile([profile.read_text(encoding="utf-8") for profile in profiles])
    factory.set_seed(SEED)
    return factory


# ---------------------------------------------------------------- prose


def _is_prose(text: str) -> bool:
    """Whether a block is a sentence rather than a menu, a name or a reference."""
    if _is_cjk(text):
        return len(CJK.findall(text)) >= PROSE_CJK_LETTERS and bool(SENTENCE_END.search(text))
    words = WORD.findall(text)
    enough = len(words) >= PROSE_LATIN_WORDS and len(CODE.findall(text)) <= PROSE_CODE * len(text)
    return enough and sum(word[0].islower() for word in words) >= PROSE_LOWER_CASE * len(words)


def _weight(texts: Iterable[str]) -> int:
    """Letters of the texts, those of East Asia counted by what they say."""
    return sum(CJK_WEIGHT * len(CJK.findall(text)) + len(LATIN.findall(text)) for text in texts)
