"""Which links of a page lead to another language edition, and which only seem to."""

from __future__ import annotations

import pytest

from pipelines.editions import edition_links, switch_language
from pipelines.text import read_page

HOME = "https://cluster.example/"


def editions(body: str, head: str = "", url: str = HOME) -> tuple[tuple[str, str], ...]:
    return edition_links(read_page(f"<html><head>{head}</head><body>{body}</body></html>", url))


@pytest.mark.parametrize(("text", "language"), [
    ("English", "en"), ("ENGLISH", "en"), ("ＥＮ", "en"), ("[EN]", "en"), ("Eng.", "en"), ("英語", "en"),
    ("英語版はこちら", "en"), ("English Page", "en"), ("▶ English site", "en"), ("English（英語）", "en"),
    ("イギリス国旗", "en"), ("US flag", "en"), ("in English", "en"), ("영어", "en"), ("일본어", "ja"),
    ("日本語", "ja"), ("JP", "ja"), ("日本語サイトへ", "ja"), ("Japanese", "ja"), ("日本語 (Japanese)", "ja"),
    ("中文", "zh"), ("简体中文", "zh"), ("繁體中文", "zh"), ("中国語（簡体字）", "zh"), ("Chinese", "zh"),
    ("한국어", "ko"), ("韓国語", "ko"), ("Korean", "ko"), ("Deutsch", "de"), ("Français", "fr"), ("Русский", "ru"),
])  # fmt: skip
def test_the_words_of_a_language_switch(text: str, language: str) -> None:
    assert switch_language(text) == language


@pytest.mark.parametrize("text", [
    "英語教室のご案内", "English Cafe", "日本語教師募集", "About us", "IT", "Home", "", "News", "English / 日本語",
    "中国語講座", "Japan", "Learn English with us this summer and win a prize", "翻訳",
])  # fmt: skip
def test_words_that_only_mention_a_language_are_no_switch(text: str) -> None:
    assert switch_language(text) == ""


def test_hreflang_of_the_head_and_of_links_is_read() -> None:
    head = '<link rel="alternate" hreflang="en-US" href="/en/"><link rel="alternate" hreflang="x-default" href="/">'
    body = '<a hreflang="zh-Hant" href="/tw/">台灣</a>'
    assert editions(body, head) == (("en", HOME + "en/"), ("zh", HOME + "tw/"))


def test_a_flag_without_words_is_a_switch() -> None:
    assert editions('<a href="eigo.html"><img src="uk.gif" alt="English"></a>') == (("en", HOME + "eigo.html"),)


def test_the_options_of_a_menu_are_switches() -> None:
    menu = '<select><option value="/">日本語</option><option value="/kr/home.html">한국어</option></select>'
    assert editions(menu) == (("ko", HOME + "kr/home.html"),)


@pytest.mark.parametrize(("path", "language"), [
    ("en/", "en"), ("en", "en"), ("english/index.html", "en"), ("eng/", "en"), ("e/index.htm", "en"), ("en-us/", "en"),
    ("index-e.html", "en"), ("index_en.html", "en"), ("home_eng.php", "en"), ("index_j.html", "ja"), ("ja/", "ja"),
    ("cn/index.html", "zh"), ("kr/", "ko"), ("?lang=en", "en"), ("top.php?language=ja", "ja"), ("area/de/", "de"),
])  # fmt: skip
def test_the_address_of_an_edition_is_enough(path: str, language: str) -> None:
    """A picture without alternative text links to it, for instance."""
    assert editions(f'<a href="/{path}"><img src="x.png"></a>') == ((language, HOME + path),)


@pytest.mark.parametrize("path", [
    "en/news/2024/05.html", "it/", "us/", "c/", "id/12", "entry/", "ending.html", "index2.html", "enkaku/", "jp.css",
])  # fmt: skip
def test_addresses_inside_an_edition_and_ordinary_folders_are_no_editions(path: str) -> None:
    assert editions(f'<a href="/{path}">more</a>') == ()


def test_a_subdomain_named_after_a_language_is_an_edition() -> None:
    body = '<a href="https://en.cluster.example.jp/">Global</a>'
    assert editions(body, url="https://www.cluster.example.jp/") == (("en", "https://en.cluster.example.jp/"),)


def test_the_english_folder_of_a_parent_body_is_not_our_edition() -> None:
    url = "https://cluster.mirai-u.ac.jp/"
    assert editions('<a href="https://www.mirai-u.ac.jp/english/">Mirai University</a>', url=url) == ()


def test_a_switch_to_another_registrable_domain_is_not_our_edition() -> None:
    assert editions('<a href="https://elsewhere.example/">English</a>') == ()


@pytest.mark.parametrize("url", [
    "https://translate.google.com/translate?sl=ja&tl=en&u=https://cluster.example/",
    "https://cluster-example.translate.goog/?_x_tr_tl=en", "http://honyaku.j-server.com/LUCCLUSTER/ns/tl.cgi/x",
    "https://cluster.example/#googtrans(ja|en)", "https://www.excite.co.jp/world/english/web/?wb_url=cluster.example",
])  # fmt: skip
def test_a_machine_translation_is_no_edition(url: str) -> None:
    assert editions(f'<a href="{url}">English</a>') == ()


def test_a_link_that_says_machine_translation_is_no_edition() -> None:
    assert editions('<a href="/en/">English（自動翻訳）</a>') == ()


@pytest.mark.parametrize("script", ["https://cdn.weglot.com/weglot.min.js", "https://j.wovn.io/1", "/js/gtranslate.js"])
def test_addresses_made_by_a_translation_script_are_no_editions(script: str) -> None:
    head = f'<script src="{script}"></script><link rel="alternate" hreflang="en" href="/en/">'
    assert editions('<a href="/en/">English</a>', head) == ()


def test_a_google_widget_beside_a_real_edition_leaves_the_edition() -> None:
    head = '<script src="//translate.google.com/translate_a/element.js?cb=googleTranslateElementInit"></script>'
    assert editions('<a href="/en/">English</a>', head) == (("en", HOME + "en/"),)


def test_a_single_pdf_is_no_edition() -> None:
    assert editions('<a href="/pamphlet_en.pdf">English</a><a hreflang="en" href="/leaflet.PDF">EN</a>') == ()


def test_each_address_is_named_once_and_the_page_itself_never() -> None:
    body = '<a href="/">日本語</a><a href="/en/">English</a><a href="/en/"><img alt="EN" src="en.png"></a>'
    assert editions(body, '<link rel="alternate" hreflang="en" href="/en/">') == (("en", HOME + "en/"),)
