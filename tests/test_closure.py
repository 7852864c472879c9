"""What organisations declare of their own end, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.records import Declared
from pipelines.closure import closure_findings
from pipelines.text import read_page
from tests.rule_cases import HOME, LIVING, NAMES, NOW, ClosureCase, closure_cases

NOTICES = [case for case in closure_cases() if case.expected]
LOOK_ALIKES = [case for case in closure_cases() if not case.expected]
NAME = "北浜精密加工クラスター協議会"


def findings(body: str, *, url: str = HOME, title: str = NAME, now: date = NOW, head: str = ""):
    page = read_page(f"<head><title>{title}</title>{head}</head><body>{body}</body>", url)
    return closure_findings(page, NAMES, now)


@pytest.mark.parametrize("case", NOTICES, ids=lambda case: case.text[:40])
def test_every_notice_is_found_with_its_kind_its_day_and_its_successor(case: ClosureCase) -> None:
    found = closure_findings(case.page, case.names, NOW)
    assert [finding.kind.value for finding in found[:1]] == [case.expected]
    assert case.end_date in {"", str(found[0].end_date)}
    assert case.successor in {"", found[0].successor}


@pytest.mark.parametrize("case", LOOK_ALIKES, ids=lambda case: case.text[:40])
def test_what_only_looks_like_an_end_is_none(case: ClosureCase) -> None:
    assert closure_findings(case.page, case.names, NOW) == ()


def test_the_tables_hold_enough_cases_of_both_sorts() -> None:
    assert len(NOTICES) >= 60
    assert len(LOOK_ALIKES) >= 60


def test_the_quote_is_the_sentence_itself_and_never_longer_than_ninety_characters() -> None:
    long = (
        f"{NAME}は、"
        + "設立以来二十年にわたり会員各位のご協力を得て活動してまいりましたが、" * 3
        + "解散いたしました。"
    )
    (finding,) = findings(f"<p>{long}</p>{LIVING}")
    assert len(finding.quote) <= 90
    assert finding.quote in long
    assert "解散いたしました" in finding.quote


def test_a_sentence_cut_by_line_breaks_is_read_whole() -> None:
    (finding,) = findings(f"<p>誠に勝手ながら、当会は<br>令和5年3月31日をもちまして<br>解散いたしました。</p>{LIVING}")
    assert finding.end_date == date(2023, 3, 31)
    assert finding.quote.startswith("誠に勝手ながら、当会は")


def test_lines_of_two_list_items_are_never_one_sentence() -> None:
    assert findings(f"<ul><li>当会の分科会について</li><li>は解散しました</li></ul>{LIVING}") == ()


def test_a_sentence_without_subject_is_ours_only_under_the_heading_of_a_notice() -> None:
    sentence = "<p>2022年3月31日をもって活動を終了いたしました。</p>"
    assert findings(f"<h2>交流部会</h2>{sentence}{LIVING}", url=HOME + "news/1.html", title=f"お知らせ | {NAME}") == ()
    under = findings(f"<h2>解散のお知らせ</h2>{sentence}{LIVING}", url=HOME + "news/1.html", title=f"お知らせ | {NAME}")
    assert {finding.quote for finding in under} == {"解散のお知らせ", "2022年3月31日をもって活動を終了いたしました。"}


def test_today_in_a_notice_is_the_day_of_its_heading() -> None:
    found = findings(
        f"<h3>2022.03.31 活動終了のご挨拶</h3><p>KPCは本日をもってすべての活動を終了いたしました。</p>{LIVING}"
    )
    assert found[0].end_date == date(2022, 3, 31)


@pytest.mark.parametrize("heading", ["定款", "会則（抜粋）", "Bylaws"])
def test_statutes_end_nothing(heading: str) -> None:
    assert findings(f"<h2>{heading}</h2><p>当会は、総会の決議をもって解散いたします。</p>{LIVING}") == ()


def test_a_future_end_is_found_with_its_day() -> None:
    (finding,) = findings(f"<p>当会は2027年3月31日をもって解散いたします。</p>{LIVING}", now=date(2026, 4, 1))
    assert (finding.kind, finding.end_date) == (Declared.ORG_ENDED, date(2027, 3, 31))


def test_an_end_further_ahead_than_anybody_announces_is_a_misread_date() -> None:
    (finding,) = findings(f"<p>当会は2087年3月31日をもって解散いたします。</p>{LIVING}")
    assert finding.end_date is None


def test_a_move_needs_an_address_on_another_host() -> None:
    assert findings(f"<p>ホームページを移転しました。</p>{LIVING}") == ()
    assert findings(f'<p>ホームページを移転しました。<a href="{HOME}new/">新しいページ</a></p>{LIVING}') == ()
    assert findings(f"<p>公式サイトのURLが www.kitahama.example に変更されました。</p>{LIVING}") == ()
    (moved,) = findings(f'<p>ホームページを移転しました。<a href="http://kpc.example/">新しいページ</a></p>{LIVING}')
    assert (moved.kind, moved.successor) == (Declared.MOVED, "http://kpc.example/")


def test_the_address_of_the_old_site_is_no_successor() -> None:
    link = '<a href="http://old-kpc.example/">旧サイトはこちら</a>'
    assert findings(f"<p>サイトのURLが変わりました。{link}</p>{LIVING}") == ()


def test_a_page_that_sends_its_readers_to_another_host_and_says_so_has_moved() -> None:
    head = '<meta http-equiv="refresh" content="5;url=http://kpc.example/">'
    (moved,) = findings("<p>5秒後に自動的に新しいサイトへジャンプします。</p>", head=head)
    assert (moved.kind, moved.successor) == (Declared.MOVED, "http://kpc.example/")
    inside = f'<meta http-equiv="refresh" content="5;url={HOME}ja/">'
    assert findings("<p>5秒後に自動的にジャンプします。</p>", head=inside) == ()


def test_a_new_name_that_the_register_already_knows_is_no_news() -> None:
    assert findings(f"<p>当会は2014年に名称を「{NAME}」に変更しました。</p>{LIVING}") == ()


def test_the_project_is_one_of_many_except_on_the_page_that_speaks_for_it() -> None:
    sentence = "<p>The project ended in March 2012.</p>"
    assert findings(sentence + LIVING, url=HOME + "projects/3.html", title="Spindle study | KPC") == ()
    assert findings(sentence + LIVING)[0].kind is Declared.PROJECT_ENDED


def test_text_that_is_not_shown_says_nothing() -> None:
    assert (
        findings(f'<p style="display:none">当会は解散いたしました。</p><script>alert("閉鎖しました")</script>{LIVING}')
        == ()
    )


def test_an_empty_page_says_nothing() -> None:
    assert findings("", title="") == ()
