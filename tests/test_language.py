"""The language of texts (a table of invented ones) and of pages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.language import language_of, page_language
from pipelines.text import read_page

with (Path(__file__).parent / "language_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["language"], row["kind"], row["text"]) for row in csv.DictReader(file)]

# Three headings that cannot be told by their words; benchmarks/language_bench.py counts them as wrong.
OPEN = {"Working groups", "Plan d'accès et contact", "組織架構"}

JAPANESE = "当協議会は、地域の企業と大学の連携により新しい産業の創出を目指しています。"
ENGLISH = "The council brings companies and universities of the region together and helps them to find partners abroad."


def page(*blocks: str, lang: str = "", title: str = "") -> str:
    """A page with the blocks as paragraphs."""
    attribute = f' lang="{lang}"' if lang else ""
    body = "".join(f"<p>{block}</p>" for block in blocks)
    return f"<html{attribute}><head><title>{title}</title></head><body>{body}</body></html>"


def language(markup: str) -> tuple[str | None, bool]:
    """Language of a page and whether it is mixed."""
    reading = page_language(read_page(markup, "https://cluster.example/"))
    return reading.language, reading.mixed


@pytest.mark.parametrize(("expected", "text"), [(case[0], case[2]) for case in CASES if case[2] not in OPEN])
def test_clean_short_texts_are_told_by_their_words_alone(expected: str, text: str) -> None:
    assert language_of(text).language == expected


def test_the_table_is_as_large_as_promised_and_holds_the_hard_kinds() -> None:
    assert len(CASES) >= 200
    assert sum(kind == "kanji" for _, kind, _ in CASES) >= 30


@pytest.mark.parametrize(("declared", "expected"), [("zh-Hant", "zh"), ("ja", "ja"), ("en", "ja"), ("", "ja")])
def test_a_heading_of_common_han_characters_follows_a_chinese_declaration_and_else_is_japanese(
    declared: str, expected: str
) -> None:
    assert language_of("活動報告", declared).language == expected


def test_a_declaration_does_not_outrank_the_words() -> None:
    assert language_of("お知らせ", "en").language == "ja"
    assert language_of("The secretariat has moved to a new address.", "ja").language == "en"
    assert language_of("最新動態請見首頁，歡迎您的來信。", "ja").language == "zh"


def test_a_text_too_short_to_tell_has_the_declared_language_with_little_confidence() -> None:
    reading = language_of("Top News", "de-AT")
    assert (reading.language, reading.confidence) == ("de", 0.3)
    assert language_of("Top News").language is None
    assert language_of("2024/05/01 --- 12:30").language is None


def test_a_japanese_name_in_an_english_sentence_leaves_it_english() -> None:
    assert language_of("The chairman, Mr. Taro Mirai (未来太郎), opened the meeting in Sendai.").language == "en"


def test_a_lone_japanese_particle_in_a_chinese_sentence_leaves_it_chinese() -> None:
    text = "本中心引进了日本品牌「緑の風」的产品，欢迎各位会员企业前来参观洽谈，并参加下个月举行的说明会。"
    assert language_of(text).language == "zh"


def test_the_same_text_has_the_same_reading_every_time() -> None:
    texts = [text for _, _, text in CASES]
    assert [language_of(text) for text in texts] == [language_of(text) for text in reversed(texts)][::-1]


def test_a_page_is_in_the_language_of_its_sentences_not_of_the_declaration() -> None:
    assert language(page(JAPANESE, lang="en")) == ("ja", False)
    assert language(page(ENGLISH, lang="ja-JP")) == ("en", False)


def test_english_menu_words_and_names_do_not_make_a_japanese_page_mixed() -> None:
    words = (
        "HOME",
        "News & Topics",
        "Access",
        "Mirai Robotics Co., Ltd.",
        "© 2024 Mirai Cluster. All Rights Reserved.",
    )
    assert language(page(*words, JAPANESE, JAPANESE)) == ("ja", False)


def test_a_page_with_sentences_in_both_languages_is_mixed() -> None:
    assert language(page(JAPANESE, JAPANESE, JAPANESE, ENGLISH)) == ("ja", True)


def test_one_japanese_sentence_on_a_long_english_page_does_not_make_it_mixed() -> None:
    assert language(page(*[ENGLISH] * 12, JAPANESE)) == ("en", False)


def test_program_text_and_addresses_are_no_english_sentences() -> None:
    code = "use strict; my $total = 0; foreach my $item (@list) { $total += $item->{price}; } print $total; exit;"
    assert language(page(JAPANESE, code, "https://cluster.example/about/the/members/and/their/work")) == ("ja", False)


def test_the_declaration_breaks_a_tie_of_two_languages() -> None:
    halves = (JAPANESE, ENGLISH, "The secretariat is open.")
    assert language(page(*halves, lang="ja")) == ("ja", True)
    assert language(page(*halves, lang="en")) == ("en", True)


def test_navigation_counts_only_on_a_page_without_sentences() -> None:
    menu = "<nav><ul><li>お知らせ</li><li>会員のページ</li><li>お問い合わせ</li></ul></nav>"
    few = f"<html><body>{menu}<p>Robot Innovation Expo</p></body></html>"
    many = f"<html><body>{menu}<p>{ENGLISH}</p></body></html>"
    assert language(few) == ("ja", False)
    assert language(many) == ("en", False)


def test_an_empty_page_has_no_language_but_the_declared_one() -> None:
    assert language("<html><body></body></html>") == (None, False)
    assert language("<html lang=ja><body></body></html>") == ("ja", False)
