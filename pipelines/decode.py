"""Bytes to text, as measured on real Japanese pages: what the bytes show outranks what the page declares.

The order of proof: byte order mark, ISO-2022-JP escapes, strict UTF-8, a declared charset of another country that fits,
the best of cp932, EUC-JP and UTF-8 by what the text then looks like, a Western charset.  Real pages declare
nothing (or ISO-8859-1, which web servers add by themselves), the wrong Japanese charset, or EUC-JP and send UTF-8.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

# Python codecs of the Japanese candidates.  euc_jis_2004 rather than euc_jp: real pages use the signs of row 13
# (such as ㈱ and ①), which euc_jp refuses.
CP932, EUC_JP, UTF_8 = "cp932", "euc_jis_2004", "utf-8"
CANDIDATES = (CP932, EUC_JP, UTF_8)
SAME_CODEC = {"euc_jp": EUC_JP, "euc_jisx0213": EUC_JP, "shift_jis_2004": CP932, "shift_jisx0213": CP932}
PUBLIC_NAMES = {CP932: "shift_jis", EUC_JP: "euc-jp", "cp949": "euc-kr", "big5hkscs": "big5", "cp1252": "windows-1252"}

# Declared by servers that know nothing of their pages: no declaration for Japanese bytes.
MEANINGLESS = "cp1252"  # also what ASCII and ISO-8859-1 mean on the web (WHATWG)
# Declarations worth a try when the bytes are not Japanese.  A closed list: a declared "hex" or "idna" is no charset.
OTHERS = {
    "gb18030", "big5hkscs", "cp949", "cp874", "koi8-r", "koi8-u", "mac-roman",
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-7", "iso8859-10", "iso8859-13", "iso8859-15",
}  # fmt: skip

DECLARED_BONUS = 0.15  # what a declaration weighs against the look of the text (shares from 0 to 1)
BAD_PENALTY = 2.0  # one character that cannot be outweighs two that can
KANJI_WORTH = 0.5  # two national charsets share byte ranges, so that wrong kanji are common and wrong kana are not
JAPANESE_FLOOR = 0.1  # below this the text looks like nothing Japanese
KANA_PROOF = 0.3  # share of kana above which no declaration of another country is believed
BAD_TOLERATED = 0.02  # share of broken characters at which a declared charset still fits
SAMPLE = 1_000  # stretches of non-ASCII text looked at

_ESCAPES = re.compile(rb"\x1b\$[@B]")  # to JIS X 0208: the start of Japanese in ISO-2022-JP
_SHIFTS = re.compile(rb"\x1b(\$[@B]|\([BJI])([^\x1b]*)")
_RUN = re.compile(r"[^\x00-\x7f]+")
_KANA = re.compile("[ぁ-ゖァ-ヺー、。・]")
_BAD = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")  # undecodable, control characters, private use
_LEVEL_1 = frozenset(  # the 2,965 kanji in daily use: rows 16 to 47 of JIS X 0208
    bytes((row, cell)).decode("euc_jp", "ignore") for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF)
) - {""}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a document; `charset` is what was used, `declared` what header or document claim ("" = nothing)."""

    text: str
    charset: str
    declared: str = ""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode a document; never raises, bytes that fit nothing become U+FFFD.

    Args:
        body: the document, decompressed, possibly cut off in the middle of a character.
        content_type: the header of that name, as received.
    """
    declarations = _declarations(body, content_type)
    text, codec = _decode(body, declarations)
    named = next(iter(declarations), "")
    return Decoded(text.rstrip("\ufffd"), PUBLIC_NAMES.get(codec, codec), PUBLIC_NAMES.get(named, named))


def _decode(body: bytes, declarations: tuple[str, ...]) -> tuple[str, str]:
    """Text and the name of the codec that read it."""
    by_mark, mark = read_bom(body)
    if by_mark is not None and mark is not None:
        return body[len(mark) :].decode(by_mark, "replace"), by_mark
    if body.isascii() and _ESCAPES.search(body):
        return _SHIFTS.sub(_as_euc, body).decode(EUC_JP, "replace"), "iso-2022-jp"
    try:  # not final: the body may end inside a character
        return codecs.getincrementaldecoder(UTF_8)().decode(body), UTF_8
    except UnicodeDecodeError:
        return _guess(body, declarations)


def _declarations(body: bytes, content_type: str) -> tuple[str, ...]:
    """Codecs that the header and the document name, meaningful ones first."""
    named = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    found = dict.fromkeys(SAME_CODEC.get(name, name) for name in named if name)
    return tuple(sorted(found, key=lambda name: name == MEANINGLESS))


def _guess(body: bytes, declarations: tuple[str, ...]) -> tuple[str, str]:
    """The best reading of bytes that are not UTF-8."""
    readings = [(body.decode(codec, "replace"), codec) for codec in CANDIDATES]
    scores = {codec: _looks(text, codec) + DECLARED_BONUS * (codec in declarations) for text, codec in readings}
    text, codec = max(readings, key=lambda reading: scores[reading[1]])
    if codec != UTF_8 and _share(_KANA, text) < KANA_PROOF:
        for other in declarations:
            if other in OTHERS and _share(_BAD, foreign := body.decode(other, "replace")) <= BAD_TOLERATED:
                return foreign, other
    if scores[codec] >= JAPANESE_FLOOR:
        return text, codec
    return body.decode(MEANINGLESS, "replace"), MEANINGLESS


def _looks(text: str, codec: str) -> float:
    """How much a text looks like Japanese that was read with the right codec: at most 1."""
    runs = _RUN.findall(text)[:SAMPLE]
    sample = "".join(runs)
    bad = len(_BAD.findall(sample))
    if codec == UTF_8:  # its byte pattern proves itself, whatever the language
        good = float(len(sample) - bad)
    else:  # a lone kanji between letters is what a Western quotation mark or accent looks like in cp932
        kanji = sum(char in _LEVEL_1 for run in runs if len(run) > 1 for char in run)
        good = len(_KANA.findall(sample)) + KANJI_WORTH * kanji
    return (good - BAD_PENALTY * bad) / max(1, len(sample))


def _share(pattern: re.Pattern[str], text: str) -> float:
    """Share of the pattern's characters among those that are not ASCII."""
    sample = "".join(_RUN.findall(text)[:SAMPLE])
    return len(pattern.findall(sample)) / max(1, len(sample))


def _as_euc(shifted: re.Match[bytes]) -> bytes:
    """One stretch of ISO-2022-JP as EUC-JP: the same rows and cells with the high bit set."""
    shift, rest = shifted.groups()
    if shift.startswith(b"$"):
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in rest)  # noqa: PLR2004 - below lie white space, line ends
    if shift == b"(I":  # half-width katakana
        return b"".join(bytes((0x8E, byte | 0x80)) if byte > 0x20 else bytes((byte,)) for byte in rest)  # noqa: PLR2004
    return rest
