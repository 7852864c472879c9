"""Documents in every charset that Japanese pages use, declared rightly, wrongly and not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.decode import decode

PROSE = """<html><head>{meta}<title>みらい産業クラスター推進協議会</title></head><body>
<h1>お知らせ</h1><p>2024年5月1日 総会を開催しました。</p>
<p>ロボット・医療機器の連携を進めます（会員は㈱を含む25社）。</p></body></html>"""
KANJI_ONLY = """<html><head>{meta}<title>産業技術支援機構</title></head><body>
<h1>会員企業一覧</h1>事業報告 定款 役員名簿</body></html>"""
SHORT = "<html><head>{meta}</head><body>準備中です</body></html>"
DOCUMENTS = {"prose": PROSE, "kanji only": KANJI_ONLY, "short": SHORT}

CHARSETS = {"utf-8": "utf-8", "shift_jis": "cp932", "euc-jp": "euc_jis_2004", "iso-2022-jp": "iso2022_jp_2004"}
DECLARED = ("utf-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "ISO-8859-1", "windows-1252", "x-no-such-charset", "hex", "")


def document(template: str, charset: str, codec: str, label: str) -> tuple[bytes, str]:
    """The document's bytes and the text a reader should see."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    text = template.format(meta=meta)
    if charset == "iso-2022-jp":  # a charset without the sign ㈱
        text = text.replace("㈱", "(株)")
        codec = "iso2022_jp"
    return text.encode(codec), text


@pytest.mark.parametrize("where", ["meta", "header"])
@pytest.mark.parametrize("label", DECLARED)
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_charset_is_read_under_any_declaration(name: str, charset: str, label: str, where: str) -> None:
    """216 documents: right, wrong, meaningless and missing declarations, in the header or in the page."""
    body, text = document(DOCUMENTS[name], charset, CHARSETS[charset], label if where == "meta" else "")
    header = f"text/html; charset={label}" if where == "header" and label else "text/html"

    read = decode(body, header)

    assert (text, charset) == (read.text, read.charset)


@pytest.mark.parametrize(
    ("codec", "charset"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")]
)
def test_a_byte_order_mark_outranks_the_declaration_and_is_not_text(codec: str, charset: str) -> None:
    read = decode(SHORT.encode(codec), "text/html; charset=Shift_JIS")
    assert (SHORT, charset, "shift_jis") == (read.text, read.charset, read.declared)


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp"])
def test_a_page_cut_off_inside_its_last_character_keeps_all_others(charset: str) -> None:
    text = "地域の企業と大学が連携する協議会です"
    assert text[:-1] == decode(text.encode(charset)[:-1]).text


def test_iso_2022_jp_cut_off_inside_a_character_keeps_all_others() -> None:
    body = "協議会のお知らせ".encode("iso2022_jp").removesuffix(b"\x1b(B")
    assert decode(body[:-1]).text == "協議会のお知ら"


def test_half_width_katakana_of_iso_2022_jp_are_read() -> None:
    assert decode("ｾﾐﾅｰのご案内".encode("iso2022_jp_ext")).text == "ｾﾐﾅｰのご案内"


def test_signs_of_the_japanese_extension_rows_are_read_in_both_old_charsets() -> None:
    text = "㈱みらい精機の①号機とⅡ期工事を見学しました。"
    assert [text, text] == [decode(text.encode(codec)).text for codec in ("cp932", "euc_jis_2004")]


FOREIGN = [
    ("gb2312", "gbk", "gb18030", "产业集群发展中心是一家服务机构，欢迎各界朋友前来参观。"),
    ("big5", "big5", "big5", "產業聚落發展中心歡迎各界人士前來參觀，並洽談合作。"),
    ("euc-kr", "euc_kr", "euc-kr", "산업 클러스터 협의회는 지역 기업과 대학의 협력을 지원합니다."),
    ("windows-1251", "cp1251", "cp1251", "Кластер объединяет предприятия и университеты региона."),
    ("iso-8859-1", "latin-1", "windows-1252", "Die Fördergesellschaft für Gemüse und Öle grüßt alle Mitglieder."),
    ("windows-1252", "cp1252", "windows-1252", "Le réseau “Pôle santé” fédère les entreprises – déjà 120 adhérents."),
    ("iso-8859-2", "iso8859-2", "iso8859-2", "Klaster zrzesza przedsiębiorstwa, uczelnie i związki z całej Polski."),
]


@pytest.mark.parametrize(("label", "codec", "charset", "text"), FOREIGN)
def test_charsets_of_other_countries_are_read_where_declared(label: str, codec: str, charset: str, text: str) -> None:
    read = decode(text.encode(codec), f"text/html; charset={label}")
    assert (text, charset) == (read.text, read.charset)


@pytest.mark.parametrize("label", ["gb2312", "big5", "euc-kr", "windows-1251", "iso-8859-2", "tis-620"])
@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
def test_a_foreign_declaration_is_not_believed_of_kana(codec: str, label: str) -> None:
    text = PROSE.format(meta="").replace("㈱", "")
    assert text == decode(text.encode(codec), f"text/html; charset={label}").text


@pytest.mark.parametrize("text", [
    "Die Fördergesellschaft für Gemüse und Öle grüßt alle Mitglieder.",
    "The members’ “open day” – don’t miss it – is in May.",
    "Café du port",
])  # fmt: skip
def test_western_text_needs_no_declaration(text: str) -> None:
    """Typographic quotation marks and accents look like lone kanji in cp932 and are not taken for them."""
    read = decode(text.encode("cp1252"))
    assert (text, "windows-1252", "") == (read.text, read.charset, read.declared)


def test_a_broken_character_in_utf_8_does_not_change_the_charset() -> None:
    body = PROSE.format(meta="").encode().replace("ロボット".encode(), b"\x83\x8d")
    read = decode(body, "text/html")
    assert read.charset == "utf-8"
    assert "総会を開催しました" in read.text


def test_the_header_is_reported_as_declaration_unless_it_says_nothing() -> None:
    page = b'<html><head><meta charset="euc-jp"></head></html>'
    assert decode(page, "text/html; charset=Shift_JIS").declared == "shift_jis"
    assert decode(page, "text/html; charset=ISO-8859-1").declared == "euc-jp"
    assert decode(b"<html></html>", "text/html; charset=ISO-8859-1").declared == "windows-1252"


@given(st.binary(max_size=200), st.sampled_from([*DECLARED, "utf-16", "gbk", "idna", "undefined", '"', "utf-7"]))
def test_no_bytes_and_no_declaration_make_it_fail(body: bytes, label: str) -> None:
    assert isinstance(decode(body, f"text/html; charset={label}").text, str)


@given(
    st.text(alphabet="産業技術連携クラスター協議会のお知らせをご覧ください、。", min_size=12),
    st.sampled_from(["cp932", "euc_jp", "utf-8"]),
)
def test_ordinary_japanese_comes_back_from_any_charset(text: str, codec: str) -> None:
    assert text == decode(text.encode(codec), "text/html; charset=ISO-8859-1").text
