"""Claims over whole pages: where a date stands decides what it means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import DateClaim, DateSource, Precision
from pipelines.dates import REJECTIONS, best_update, date_claims, header_claims
from pipelines.text import read_page
from tests.date_cases import ADDRESS, DateCase, date_cases

NOW = date(2026, 11, 22)


def claims(markup: str, now: date = NOW, url: str = ADDRESS) -> tuple[DateClaim, ...]:
    return date_claims(read_page(markup, url), now)


def told(markup: str, now: date = NOW, url: str = ADDRESS) -> list[tuple[str, str, str]]:
    """(value, source, outcome) of every claim of a page."""
    return [(str(c.value), str(c.source), c.rejected_reason or "ok") for c in claims(markup, now, url)]


def updated(markup: str, now: date = NOW) -> date | None:
    best = best_update(claims(markup, now), now)
    return best.value if best else None


def claim(value: date, confidence: float, source: DateSource = DateSource.TEXT, **more: object) -> DateClaim:
    return DateClaim(value, Precision.DAY, source, "", confidence, "", **more)  # type: ignore[arg-type]


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize("case", date_cases(), ids=lambda case: case.text)
def test_short_texts_give_the_dates_of_the_table(case: DateCase):
    found = [f"{c.value}/{c.precision}/{c.rejected_reason or 'ok'}" for c in claims(case.markup, case.now)]
    assert tuple(found) == case.expected


def test_the_table_is_large_and_names_only_known_reasons():
    cases = date_cases()
    outcomes = {claim.split("/")[2] for case in cases for claim in case.expected}
    assert len(cases) >= 180
    assert len({case.text for case in cases}) == len(cases)
    assert outcomes <= REJECTIONS.keys() | {"ok"}


# ---------------------------------------------------------------- lists and headings


def test_dates_that_head_the_items_of_a_news_list_are_news():
    page = """<h2>お知らせ</h2><ul>
        <li>2024.05.01 <a href="/a">設立10周年記念式典のお知らせ</a></li>
        <li>2024.04.01 5月31日締切の公募について</li></ul>"""
    assert told(page) == [("2024-05-01", "news_item", "ok"), ("2024-04-01", "news_item", "ok")]


@pytest.mark.parametrize(
    "page",
    [
        "<h3>新着情報</h3><dl><dt>令和6年5月1日</dt><dd>総会の資料</dd></dl>",
        '<p><img src="t.gif" alt="トピックス"></p><table><tr><td>R6.5.1</td><td>総会の資料</td></tr></table>',
        '<div id="news"><p><span>2024.5.1</span> 総会の資料</p></div>',
        "<h3>更新履歴</h3><p>2024/5/1 総会の資料<br>2024/4/1 名簿</p>",
        "<h2>What's New</h2><ul><li>[活動報告] 2024/05/01 総会の資料</li></ul>",
        "<h2>News</h2><ul><li>May 1, 2024 <a href='/x'>Minutes</a></li></ul>",
        "<h2>News</h2><ul><li><p>2024<br>05.01</p> Minutes</li></ul>",
        "<h2>ニュース</h2><h3>2024年</h3><ul><li>5月1日 総会の資料</li></ul>",
        "<h2>ニュース</h2><h3>2024</h3><ul><li>05.01 総会の資料</li></ul>",
        "<h2>ニュース</h2><table><tr><td rowspan='2'>2024年</td><td>6月1日</td></tr><tr><td>5月1日</td></tr></table>",
    ],
)
def test_news_lists_are_known_in_every_markup(page: str):
    assert (date(2024, 5, 1), DateSource.NEWS_ITEM) in {(c.value, c.source) for c in claims(page)}


def test_january_to_march_of_a_fiscal_year_heading_are_of_the_next_year():
    page = """<h3>2023年度</h3><ul><li>5月1日 総会</li><li>2月3日 説明会</li></ul>
        <h3>2022年度</h3><ul><li>3月9日 会</li></ul>"""
    days = [c.value for c in claims(page) if c.precision is Precision.DAY]
    assert days == [date(2023, 5, 1), date(2024, 2, 3), date(2023, 3, 9)]


def test_nested_lists_take_the_year_of_their_own_item():
    page = "<ul><li>2024年<ul><li>5月1日 会</li></ul></li><li>2023年<ul><li>6月1日 会</li></ul></li></ul>"
    assert [c.value for c in claims(page) if c.precision is Precision.DAY] == [date(2024, 5, 1), date(2023, 6, 1)]


def test_a_menu_of_years_gives_no_year_to_what_stands_below_it():
    page = '<ul><li><a href="/2015">2015年</a></li></ul><ul><li>5月1日 総会</li></ul>'
    assert Precision.DAY not in {c.precision for c in claims(page)}


def test_dates_split_over_inline_elements_and_cells_are_whole():
    spans = "<p><b>2024</b><i>年</i><b>5</b><i>月</i><b>1</b><i>日</i> 更新</p>"
    cells = "<table><tr><td>2024</td><td>年</td><td>5</td><td>月</td><td>1</td><td>日</td></tr></table>"
    assert told(spans) == [("2024-05-01", "label_updated", "ok")]
    assert told(cells) == [("2024-05-01", "text", "ok")]


def test_the_date_of_an_old_history_is_no_update_but_news_below_it_is():
    page = """<h2>沿革</h2><dl><dt>平成7年4月</dt><dd>設立</dd><dt>令和6年4月</dt><dd>事務所を移転</dd></dl>
        <h2>お知らせ</h2><dl><dt>R6.5.1</dt><dd>創立30周年</dd></dl>"""
    assert told(page) == [
        ("1995-04-01", "text", "history"),
        ("2024-04-01", "text", "history"),
        ("2024-05-01", "news_item", "ok"),
    ]


# ---------------------------------------------------------------- labels beside and above


@pytest.mark.parametrize(
    ("page", "source", "outcome"),
    [
        ("<dl><dt>最終更新日</dt><dd>2024年5月1日</dd></dl>", "label_updated", "ok"),
        ("<p>更新日</p><p>2024年5月1日</p>", "label_updated", "ok"),
        ("<table><tr><th>掲載日</th><td>2024年5月1日</td></tr></table>", "label_published", "ok"),
        ('<img src="u.gif" alt="2024年5月1日更新">', "label_updated", "ok"),
        ("<p>$Date: 2024-05-01 19:46:50 +0900 $</p>", "label_updated", "ok"),
        ("<footer>Copyright 2003 X, 最終更新 2024.5.1</footer>", "label_updated", "ok"),
        ("<dl><dt>設立</dt><dd>2024年5月1日</dd></dl>", "text", "history"),
        ("<table><tr><th>応募締切</th><td>2024年5月1日</td></tr></table>", "text", "deadline"),
        ("<h4>応募締切</h4><p>2024年5月1日（水）</p>", "text", "deadline"),
    ],
)
def test_the_label_may_stand_beside_the_date_or_in_the_block_before_it(page: str, source: str, outcome: str):
    assert ("2024-05-01", source, outcome) in told(page)


def test_the_title_of_one_item_is_no_label_of_the_next():
    page = "<p>2024.05.01</p><p>設立</p><p>2023.04.01</p><p>会合</p>"
    assert [outcome for *_, outcome in told(page)] == ["ok", "ok"]


def test_of_two_labels_each_date_keeps_its_own():
    assert told("<p>2024年5月1日更新 2024年1月1日公開</p>") == [
        ("2024-05-01", "label_updated", "ok"),
        ("2024-01-01", "label_published", "ok"),
    ]


def test_an_update_label_with_the_day_of_the_visit_is_believed_less():
    (today,), (yesterday,) = claims("<p>更新日：2026年11月22日</p>"), claims("<p>更新日：2026年11月21日</p>")
    assert not today.rejected_reason
    assert today.confidence < yesterday.confidence


def test_a_resave_of_an_old_text_is_believed_less():
    """A content system that was moved stamps 2022 on a text of 2015, and nothing else on the page is of 2022."""
    old = {c.value: c for c in claims("<p>公開日：2015年3月4日 更新日：2022年6月1日</p>")}
    lively = {
        c.value: c for c in claims("<p>公開日：2015年3月4日 更新日：2022年6月1日</p><ul><li>2022.05.20 会合</li></ul>")
    }
    assert old[date(2022, 6, 1)].confidence < lively[date(2022, 6, 1)].confidence


# ---------------------------------------------------------------- machine-readable sources


@pytest.mark.parametrize(
    ("page", "source", "confidence"),
    [
        ('<script type="application/ld+json">{"dateModified": "2024-05-01T09:00:00+09:00"}</script>', "json_ld", 0.9),
        ('<script type="application/ld+json">{"dateModified":"2024-04-30T20:00:00Z",}</script>', "json_ld", 0.9),
        ('<script type="application/ld+json">{"datePublished": "2024-05-01"}</script>', "json_ld", 0.65),
        ('<meta property="article:modified_time" content="2024-04-30T18:00:00+00:00">', "meta", 0.9),
        ('<meta property="og:updated_time" content="1714525200">', "meta", 0.9),
        ('<meta name="DC.date.modified" content="2024-05-01">', "meta", 0.9),
        ('<meta http-equiv="Last-Modified" content="Tue, 30 Apr 2024 20:00:00 GMT">', "meta", 0.9),
        ('<p><span itemprop="dateModified" content="2024-05-01"></span></p>', "meta", 0.9),
        ('<p><time datetime="2024-05-01T00:00:00+09:00">5/1</time></p>', "time_element", 0.65),
        ("<p><time>令和6年5月1日</time></p>", "time_element", 0.65),
    ],
)
def test_machine_readable_dates_are_days_in_japan(page: str, source: str, confidence: float):
    found = [c for c in claims(f"<html><head></head><body>{page}</body></html>") if c.source == source]
    assert [(c.value, c.confidence, c.rejected_reason) for c in found] == [(date(2024, 5, 1), confidence, "")]


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">{"dateModified": "2026-11-22T01:00:00+09:00"}</script>',
        '<meta property="article:modified_time" content="2026-11-21T20:00:00+00:00">',
        '<p><time class="updated" datetime="2026-11-22">22.11.</time></p>',
    ],
)
def test_a_stamp_of_the_very_day_of_the_visit_is_rejected(page: str):
    assert [outcome for *_, outcome in told(page)] == ["visit_day"]


def test_a_time_element_means_what_the_text_says_of_its_day():
    page = '<p>応募締切 <time datetime="2024-05-31">2024年5月31日</time></p>'
    assert told(page) == [("2024-05-31", "text", "deadline"), ("2024-05-31", "time_element", "deadline")]


def test_paths_within_the_site_are_weak_claims_and_others_none():
    page = """<a href="/pdf/letter20240501.pdf">a</a> <a href="/wp-content/uploads/2023/05/b.pdf">b</a>
        <a href="https://elsewhere.example.org/2022/01/01/">c</a> <a href="mailto:x@cluster.example">d</a>"""
    assert [(c.value, c.source, c.confidence) for c in claims(page)] == [
        (date(2024, 5, 1), DateSource.PATH, 0.25),
        (date(2023, 5, 1), DateSource.PATH, 0.15),
    ]


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("© 2019 Example", 2019),
        ("Copyright (C) 2003-2024 Example", 2024),
        ("&copy;２０２４ Example", 2024),
        ("2018 © Example", 2018),
        ("Copyright &copy; Example Association, All Rights Reserved. 2012", 2012),
    ],
)
def test_a_copyright_year_is_a_weak_claim(line: str, year: int):
    (found,) = claims(f"<footer>{line}</footer>")
    assert (found.value, found.precision, found.source) == (date(year, 1, 1), Precision.YEAR, DateSource.COPYRIGHT)
    assert found.confidence <= 0.25


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        ("Wed, 01 May 2024 20:00:00 GMT", "ok"),
        ("Sun, 22 Nov 2026 01:00:00 GMT", "visit_day"),
        ("Sat, 21 Nov 2026 01:00:00 GMT", "visit_day"),
        ("Tue, 01 Dec 2037 01:00:00 GMT", "future"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "too_old"),
    ],
)
def test_the_header_is_rejected_where_the_server_made_it_up(header: str, outcome: str):
    (found,) = header_claims(header, NOW)
    assert (found.rejected_reason or "ok") == outcome
    assert found.confidence == 0.4


@pytest.mark.parametrize("header", ["", "yesterday", "Wed, 31 Feb 2024 20:00:00 GMT", "0", "-1"])
def test_a_broken_header_claims_nothing(header: str):
    assert header_claims(header, NOW) == ()


def test_the_header_is_a_day_in_japan():
    assert header_claims("Wed, 01 May 2024 20:00:00 GMT", NOW)[0].value == date(2024, 5, 2)


# ---------------------------------------------------------------- boxes of programs and of others


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<h4>人口</h4><p>令和8年11月1日現在 12,345人</p>", "widget"),
        ('<div id="weather"><p>2026年11月21日 晴れ</p></div>', "widget"),
        ('<table class="calendar"><caption>2026年11月</caption><tr><td>1</td></tr></table>', "widget"),
        ("<p>2026年11月22日(日) 12:34:56</p>", "clock"),
        ("<p>ただいま 2026/11/22 です</p>", "clock"),
        ('<ul class="rss"><li>2026/11/20 <a href="https://ministry.example.org/1">a</a></li></ul>', "foreign"),
    ],
)
def test_what_programs_and_others_write_is_no_update(page: str, outcome: str):
    assert [found for *_, found in told(page)] == [outcome]


def test_a_list_that_leads_to_one_other_organisation_only_is_its_news():
    item = '<li>2026/11/2{0} <a href="https://www.ministry.example.org/{0}">a</a></li>'
    foreign = "<h2>関係省庁ニュース</h2><ul>" + "".join(item.format(n) for n in range(3)) + "</ul>"
    mixed = foreign.replace("https://www.ministry.example.org/2", "/news/2")
    blog = foreign.replace("www.ministry.example.org", "ameblo.jp/cluster")
    assert {outcome for *_, outcome in told(foreign)} == {"foreign"}
    assert {outcome for *_, outcome in told(mixed)} == {"ok"}
    assert {outcome for *_, outcome in told(blog)} == {"ok"}


def test_what_scripts_and_hidden_elements_hold_is_not_read():
    page = """<script>document.write("2026年11月1日")</script><noscript>2026年11月2日</noscript>
        <p style="display:none">2026年11月3日</p><!-- 更新日 2026年11月4日 -->"""
    assert claims(page) == ()


# ---------------------------------------------------------------- events


@pytest.mark.parametrize(
    "page",
    [
        "<dl><dt>日時</dt><dd>2026年12月10日（木）14時〜</dd></dl>",
        "<h2>イベント</h2><ul><li>2026.12.10 <a href='/e'>技術の集い</a></li></ul>",
        "<ul><li>2026.12.10<p>シンポジウム</p></li></ul>",
        "<h2>お知らせ</h2><ul><li>2026.12.10 公開セミナー</li></ul>",
        '<script type="application/ld+json">{"startDate": "2026-12-10T14:00:00+09:00"}</script>',
        "<p>The next forum will be held on 10 December 2026.</p>",
    ],
)
def test_an_event_ahead_is_a_sign_of_life_and_no_update(page: str):
    (found,) = claims(page)
    assert (found.value, found.rejected_reason, found.future) == (date(2026, 12, 10), "event_ahead", True)
    assert updated(page) is None


def test_a_deadline_ahead_is_a_sign_of_life_and_one_that_has_passed_is_not():
    (ahead,), (passed,) = claims("<p>応募締切：2026年12月10日</p>"), claims("<p>応募締切：2026年10月10日</p>")
    assert (ahead.rejected_reason, ahead.future) == ("deadline", True)
    assert (passed.rejected_reason, passed.future) == ("deadline", False)


def test_a_past_event_is_weaker_evidence_than_a_report_or_a_plain_date():
    (event,), (plain,) = claims("<p>開催日 2019年5月3日</p>"), claims("<p>2019年5月3日</p>")
    (report,) = claims("<p>2019年5月3日に開催しました</p>")
    assert not event.rejected_reason
    assert event.confidence < plain.confidence == report.confidence


# ---------------------------------------------------------------- the best update


def test_clocks_and_copyright_years_never_outweigh_the_last_update():
    page = """<p>最終更新日：2019年5月1日</p><p>本日は2026年11月22日です</p>
        <p>TEL 0299-20-1105</p><footer>© 2008-2026 Example</footer>"""
    assert updated(page) == date(2019, 5, 1)


def test_weak_sources_alone_give_no_update():
    assert updated('<a href="/pdf/letter20260501.pdf">a</a><footer>© 2026 Example</footer>') is None


def test_the_newest_day_that_is_believed_wins():
    old, new = claim(date(2019, 5, 1), 0.88, DateSource.LABEL_UPDATED), claim(date(2024, 5, 1), 0.5)
    assert best_update([old, new], NOW) == new


def test_a_lone_doubtful_day_does_not_outweigh_a_believed_one():
    old, doubtful = claim(date(2019, 5, 1), 0.7, DateSource.NEWS_ITEM), claim(date(2024, 5, 1), 0.3)
    assert best_update([old, doubtful], NOW) == old
    assert best_update([doubtful], NOW) == doubtful


def test_two_doubtful_days_close_to_each_other_are_believed_as_far_as_the_older():
    old = claim(date(2019, 5, 1), 0.7, DateSource.NEWS_ITEM)
    first, second = claim(date(2024, 5, 1), 0.3), claim(date(2024, 6, 1), 0.3)
    assert best_update([old, first, second], NOW) == first
    assert best_update([old, first, claim(date(2026, 6, 1), 0.3)], NOW) == old


def test_rejected_claims_and_days_after_the_visit_do_not_count():
    ahead, refused = claim(NOW + timedelta(days=1), 0.9), claim(date(2024, 5, 1), 0.9, rejected_reason="deadline")
    assert best_update([ahead, refused], NOW) is None


@settings(deadline=None)
@given(st.lists(st.builds(claim, st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.sampled_from([0.15, 0.3, 0.5, 0.9]))))
def test_the_best_update_is_one_of_the_claims_and_never_ahead(found: list[DateClaim]):
    best = best_update(found, NOW)
    assert best is None or (best in found and best.value <= NOW)
    strong = [c.value for c in found if c.confidence >= 0.5 and c.value <= NOW]
    assert not strong or (best is not None and best.value >= max(strong))


# ---------------------------------------------------------------- whatever is on a page

PIECES = (
    "2024年5月1日", "5月1日", "R6.5.1", "2026", "令和", "年度", "締切", "設立", "更新", "お知らせ", "日時", "©", "〜",
    "：", "、", "(", "\n", "<p>", "</p>", "<h2>", "</h2>", "<td rowspan=2>", "<li>", "<dt>", "<time datetime='x'>",
    "<a href='//['>", "<a href='/2024/05/'>",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_page_breaks_the_reader_and_every_claim_is_well_formed(words: list[str]):
    for found in claims("".join(words)):
        assert not found.rejected_reason or found.rejected_reason in REJECTIONS
        assert 0 < found.confidence <= 0.9
        assert len(found.snippet) <= 90
        assert found.rejected_reason or found.value <= NOW


def test_a_page_of_thousands_of_dates_keeps_the_newest():
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(3000)]
    page = "<h2>お知らせ</h2><ul>" + "".join(f"<li>{day:%Y.%m.%d} 会合</li>" for day in days) + "</ul>"
    found = claims(page)
    assert len(found) == 500
    assert max(c.value for c in found) == days[-1]
