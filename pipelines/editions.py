"""Other language editions that a page links to: by hreflang, by the switch a reader clicks, by the form of an address.

A machine translation of the same page is no edition: nobody keeps it, and it changes when the original does.  Neither
is a single PDF.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from pipelines.sites import host_of, registrable_domain
from pipelines.text import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.text import Page

# What switches and addresses call a language: codes of languages and, as many write instead, of countries.
CODES = {
    "en": {"en", "eng", "english", "us", "uk", "usa", "gb"},
    "ja": {"ja", "jp", "jpn", "jap", "japanese"},
    "zh": {"zh", "cn", "tw", "chn", "chi", "chinese", "hans", "hant", "sc", "tc", "zhtw", "zhcn"},
    "ko": {"ko", "kr", "kor", "korean"},
    "de": {"de", "deu", "ger", "german", "deutsch"},
    "fr": {"fr", "fra", "fre", "french", "francais", "français"},
    "es": {"es", "spanish", "espanol", "español"},
    "it": {"it", "italian", "italiano"},
    "pt": {"pt", "br", "portuguese", "português", "portugues"},
    "vi": {"vi", "vn", "vietnamese", "việt"},
    "th": {"th", "thai"},
    "id": {"indonesian", "indonesia"},
    "ru": {"ru", "russian", "русский"},
}
# Names in scripts without spaces between words; also what the alternative text of a flag says.
NAMES = {
    "en": ("英語", "英文", "イングリッシュ", "영어", "イギリス国旗", "英国国旗", "アメリカ国旗", "米国国旗"),
    "ja": ("日本語", "日文", "日語", "日语", "和文", "일본어", "日本国旗"),
    "zh": ("中国語", "中文", "简体", "簡体", "簡體", "繁體", "繁体", "汉语", "漢語", "華語", "중국어", "中国国旗"),
    "ko": ("韓国語", "ハングル", "한국어", "한글", "韩语", "韓語", "韓国国旗"),
    "de": ("ドイツ語", "德语", "ドイツ国旗"),
    "fr": ("フランス語", "法语", "フランス国旗"),
    "es": ("スペイン語",),
    "pt": ("ポルトガル語",),
    "vi": ("ベトナム語",),
    "th": ("タイ語", "ภาษาไทย"),
    "id": ("インドネシア語",),
    "ru": ("ロシア語",),
}
# What else a switch says without meaning a thing: "English version", "[ EN ]", "英語版はこちら", "flag of the uk".
FILLERS = re.compile(
    r"\b(?:site|page|pages|version|ver|home|homepage|top|website|web|in|for|the|of|to|here|click|is|go|language|lang|flag"
    r"|switch|select|change|simplified|traditional|tiếng|bahasa|и|na)\b|サイト|ページ|版|ホーム|トップ|はこちら|こちら|表示|へ|切替|切り替え|言語|字|の"
)
LETTERS = re.compile(r"[^\W\d_]+")
SWITCH_LENGTH = 30  # characters; a longer text is about English, not a switch to it

# Addresses of an edition's home page: /en/, /english/index.html, /index-e.html, /home_eng.php, /?lang=en
FOLDER = re.compile(r"/(?P<code>[a-z]{1,8})(?:[-_][a-z]{2,4})?/?(?:(?:index|home|top|default|main)\.\w+)?$")
FILE = re.compile(r"/(?:index|home|top|default|main)[-_.]?(?P<code>[a-z]{1,8})\.\w{3,5}$")
PARAMETERS = {"lang", "language", "lg", "locale", "ln", "setlang"}
LETTER_CODES = {"e": "en", "j": "ja", "c": "zh", "k": "ko"}  # /e/ and index-e.html; too little for a switch
# Ordinary names that happen to be codes: /it/ is the IT division, /id/ an identity, /c/ a category, /us/ about us.
NO_FOLDERS = {
    "c", "k", "it", "id", "us", "uk", "sc", "tc", "br", "es", "th", "vi", "usa", "gb", "hans", "hant", "indonesia",
}  # fmt: skip
NO_SWITCHES = {"it", "id", "sc", "tc", "br"}

DOCUMENT = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?|zip|jpe?g|png|gif|mp4)$", re.IGNORECASE)
# Services that translate a page while it is asked for.
MACHINE_HOSTS = re.compile(
    r"(?:^|\.)(?:translate\.goog|translate\.google\.[a-z.]+|j-server\.com|microsofttranslator\.com|translatetheweb\.com"
    r"|honyaku\.yahoo\.co\.jp|crosslanguage\.co\.jp|web-transer\.com|webtranslate\.jp|weblio\.jp|papago\.naver\.net"
    r"|translate\.yandex\.[a-z]+|fanyi\.baidu\.com|gtranslate\.net|excite\.co\.jp|babelfish\.\w+\.com)$"
)
MACHINE_WORDS = re.compile(
    r"自動翻訳|機械翻訳|web翻訳|google翻訳|自动翻译|machine translat|auto(?:matic)?[ -]?translat|google translat"
)
# Scripts that put machine-made editions under addresses of the site's own: none of its editions can be believed.
MACHINE_SCRIPTS = re.compile(
    r"weglot|wovn\.io|shutto(?:-translation)?\.|conveythis|gtranslate|bablic|linguise|localizejs|doGTranslate"
)


def edition_links(page: Page) -> tuple[tuple[str, str], ...]:
    """(language as ISO 639-1, absolute URL) of the language editions a page links to, each URL once.

    Those of hreflang come first, then switches, then addresses of the form /en/.  The page itself is not among them.
    """
    if any(MACHINE_SCRIPTS.search(script) for script in _scripts(page)):
        return ()
    own = registrable_domain(page.url)
    found: dict[str, str] = {}
    for language, url in (*_by_hreflang(page), *_by_switch(page), *_by_address(page)):
        usable = not DOCUMENT.search(urlsplit(url).path) and not MACHINE_HOSTS.search(urlsplit(url).hostname or "")
        if usable and url not in {page.url, page.base_url} and registrable_domain(url) == own:
            found.setdefault(url, language)
    return tuple((language, url) for url, language in found.items())


def _scripts(page: Page) -> Iterator[str]:
    """Sources and texts of the page's scripts."""
    for element in page.tree.iter("script"):
        yield element.get("src", "") + (element.text or "")


def _by_hreflang(page: Page) -> Iterator[tuple[str, str]]:
    for element in page.tree.iter("link", "a"):
        language = _language_of_code(element.get("hreflang", ""))
        url = absolute_url(element.get("href", ""), page.base_url)
        if language and url:
            yield language, url


def _by_switch(page: Page) -> Iterator[tuple[str, str]]:
    """Links and options of a menu whose text is the name of a language and nothing else."""
    options = ((option.get("value", ""), option.text_content()) for option in page.tree.iter("option"))
    targets = ((absolute_url(value, page.base_url), text) for value, text in options if "/" in value)
    for url, text in chain(((link.url, link.text) for link in page.links), targets):
        if url and (language := switch_language(text)):
            yield language, url


def _by_address(page: Page) -> Iterator[tuple[str, str]]:
    own = host_of(page.url).removeprefix("www.")
    for link in page.links:
        language = _language_of_address(link.url) if own in host_of(link.url) else ""  # not /english/ of a parent body
        if language and not MACHINE_WORDS.search(link.text.lower()):
            yield language, link.url


def switch_language(text: str) -> str:
    """The language a switch leads to ("EN", "英語版はこちら", alternative text of a flag), "" if it is no switch."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if len(folded) > SWITCH_LENGTH:
        return ""
    languages = set()
    for language, names in NAMES.items():
        for name in names:
            if name in folded:
                languages.add(language)
                folded = folded.replace(name, " ")
    for word in LETTERS.findall(FILLERS.sub(" ", folded)):
        languages.add("" if word in NO_SWITCHES else _language_of_code(word))
    return languages.pop() if len(languages) == 1 else ""


def _language_of_code(code: str) -> str:
    """ISO 639-1 of "en", "en-US", "jp", "english"; "" for anything else, also for x-default."""
    first = re.split("[-_]", code.strip().lower())[0]
    return next((language for language, codes in CODES.items() if first in codes), "")


def _language_of_address(url: str) -> str:
    """The language of which an address is the home page, "" if it is none or none by its form."""
    parts = urlsplit(url.lower())
    for name, value in parse_qsl(parts.query):
        if name in PARAMETERS:
            return _language_of_code(value)
    if named := FILE.search(parts.path):
        return LETTER_CODES.get(named["code"]) or _language_of_code(named["code"])
    folder = FOLDER.search(parts.path)
    code = folder["code"] if folder else ""
    if parts.path in {"", "/"}:  # en.cluster.example
        code = (parts.hostname or "").partition(".")[0]
    return "" if code in NO_FOLDERS else LETTER_CODES.get(code) or _language_of_code(code)
