"""The change report tells what needs somebody first, shows the web's words as words, and is the same every time."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from pipelines.database import connect, open_published, publish
from reports.change_files import change_file
from reports.change_report import build
from reports.formats import ReportFormat
from reports.queries import NoAnswerError
from reports.rendering import defanged, markdown, render_report
from tests.ledger import SCRIPT
from tests.ledger import build as make_ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A database with three monthly scans."""
    return make_ledger(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")


@pytest.fixture
def report(ledger):
    """The report of the last scan."""
    return told(ledger)


def told(database, since=None, until=None):
    with open_published(database) as connection:
        return build(connection, since, until)


def ids(lines):
    return [line.id for line in lines]


class Links(HTMLParser):
    """Collects tags and addresses of a page as a browser sees them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.addresses = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in {"href", "src", "action"}]


# ---------------------------------------------------------------- what is told


def test_taken_over_comes_before_ceased_and_ceased_before_dormant(report):
    assert [(line.id, line.kind) for line in report.comparison.needs_you_first] == [
        ("stolen", "taken_over"),
        ("closing", "ceased"),
        ("dormant", "dormant"),
    ]


def test_what_needs_somebody_first_comes_with_the_quoted_reason(report):
    closing = report.comparison.needs_you_first[1]
    assert "解散いたしました" in closing.grounds[0].sentence
    assert closing.grounds[0].url == "https://www.closing.example/news/"


def test_each_section_has_the_clusters_it_is_about(report):
    found = report.comparison
    assert ids(found.revived) == ["revived", "wavering"]
    assert ids(found.moved) == ["moved"]
    assert ids(found.editions) == ["english"]
    assert ids(found.unseen) == ["unseen"]
    assert found.transitions == found.first_verdicts == ()
    assert found.unchanged == 3  # alive, formula, unseen


def test_a_doubt_that_is_urgent_is_not_told_twice(report):
    assert ids(report.comparison.doubtful) == []


def test_an_unconfirmed_doubt_stays_in_the_report_after_it_was_urgent(tmp_path):
    database = make_ledger(tmp_path / "four.duckdb")
    with connect(database) as connection:
        connection.execute(
            "INSERT INTO scan SELECT * REPLACE ('20261201T030000Z' AS scan_id, DATE '2026-12-01' AS day)"
            " FROM scan WHERE scan_id = '20261101T030000Z'"
        )
        connection.execute(
            "INSERT INTO verdict SELECT * REPLACE ('20261201T030000Z' AS scan_id, DATE '2026-12-01' AS day)"
            " FROM verdict WHERE scan_id = '20261101T030000Z'"
        )
    publish(database)
    found = told(database).comparison
    assert ids(found.doubtful) == ["stolen"]
    assert found.needs_you_first == ()
    assert found.unchanged == 10


def test_counts_stand_against_the_scan_before_and_changes_against_the_period_before(report):
    assert [(count.state, count.now, count.before) for count in report.counts] == [
        ("active", 8, 8),
        ("static", 1, 2),
        ("ceased", 1, 0),
        ("unknown", 1, 1),
    ]
    assert (report.changes, report.changes_before) == (4, 1)
    assert report.never_judged == 1


def test_between_two_dates_a_state_that_was_taken_back_is_told_with_its_way(ledger):
    found = told(ledger, date(2026, 9, 5), date(2026, 11, 30)).comparison
    assert [(line.id, line.what) for line in found.transitions] == [("wavering", "Active → static → active")]


def test_news_are_those_first_met_in_the_period_and_not_the_old_ones_of_a_new_page(report):
    (sector,) = report.news
    assert sector.sector == "Photonics"
    assert [item.day for item in sector.clusters[0].items] == [date(2026, 11, 1)]


def test_what_stands_on_a_site_that_was_taken_over_is_no_news(tmp_path):
    database = make_ledger(tmp_path / "casino.duckdb")
    with connect(database) as connection:
        connection.execute(
            "INSERT INTO item SELECT visit_id, cluster_id, DATE '2026-10-30', 'day', 'casino', '', 'news_item'"
            " FROM visit WHERE cluster_id = 'stolen' AND scan_id = '20261101T030000Z'"
        )
    publish(database)
    assert "stolen" not in [news.id for sector in told(database).news for news in sector.clusters]


def test_the_first_scan_has_first_verdicts_and_nothing_to_compare(tmp_path):
    report = told(make_ledger(tmp_path / "first.duckdb", scans=1))
    assert report.since is None
    assert len(report.comparison.first_verdicts) == 10
    assert [count.before for count in report.counts] == [None] * 4
    assert "First scan" in render_report(report, ReportFormat.HTML)


def test_a_quiet_period_is_a_report_too(ledger):
    report = told(ledger, date(2026, 11, 1), date(2026, 11, 2))
    assert "Nothing needs you." in render_report(report, ReportFormat.HTML)
    assert report.comparison.needs_you_first == ()


def test_a_scan_that_judged_nothing_says_so_first_and_leaves_all_as_it_was(tmp_path):
    database = make_ledger(tmp_path / "guard.duckdb")
    with connect(database) as connection:
        connection.execute(
            "INSERT INTO scan SELECT * REPLACE ('20261115T030000Z' AS scan_id, DATE '2026-11-15' AS day,"
            " '9 of 10 sites failed at once' AS guard) FROM scan WHERE scan_id = '20261101T030000Z'"
        )
    publish(database)
    report = told(database)
    html = render_report(report, ReportFormat.HTML)
    assert "judged nothing" in html
    assert "9 of 10 sites failed at once" in html
    assert report.comparison.needs_you_first == ()
    assert report.changes == 0


def test_clusters_that_enter_or_leave_the_register_are_told(tmp_path):
    database = make_ledger(tmp_path / "register.duckdb")
    with connect(database) as connection:
        connection.execute(
            "INSERT INTO cluster_version SELECT * REPLACE (DATE '2026-10-20' AS valid_from, true AS removed)"
            " FROM cluster_version WHERE cluster_id = 'never'"
        )
    publish(database)
    assert [(change.id, change.what) for change in told(database).register] == [("never", "left")]


def test_a_day_before_the_first_scan_is_refused_with_the_day_of_the_first(ledger):
    with pytest.raises(NoAnswerError, match="the first was on 2026-09-01"):
        told(ledger, date(2026, 8, 1))


def test_a_period_that_ends_before_it_begins_is_refused(ledger):
    with pytest.raises(NoAnswerError, match="exchange --from and --to"):
        told(ledger, date(2026, 11, 1), date(2026, 9, 1))


# ---------------------------------------------------------------- how it is shown


@pytest.mark.parametrize("style", ReportFormat)
def test_the_same_data_give_the_same_bytes(ledger, style):
    assert change_file(told(ledger), style) == change_file(told(ledger), style)


def test_two_processes_write_the_same_bytes(ledger):
    """Whatever the order in which each of them keeps its sets."""
    period = ["report", "changes", "--from", "2026-09-01", "--to", "2026-11-01", "--format", "html"]
    command = [sys.executable, "-P", "-m", "crawler.cli", *period, "--database", str(ledger)]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    )
    assert first
    assert first == second


def test_html_shows_scripts_of_names_titles_and_quotes_as_text(report):
    html = render_report(report, ReportFormat.HTML)
    assert "script" not in Links(html).tags
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3  # name, quote, title of the news


def test_markdown_shows_scripts_as_text(report):
    assert "<script" not in render_report(report, ReportFormat.MD)


def test_html_asks_for_nothing_from_elsewhere_and_links_to_nothing_but_pages(report):
    links = Links(render_report(report, ReportFormat.HTML))
    assert links.tags.isdisjoint({"img", "link", "iframe", "form", "object"})
    assert [one for one in links.addresses if not one.startswith(("#", "https://www."))] == []


@pytest.mark.parametrize("style", [ReportFormat.HTML, ReportFormat.MD])
def test_an_address_that_others_hold_is_never_one_to_click_on(report, style):
    text = render_report(report, style)
    assert "www.stolen[.]example" in text
    assert "www.stolen.example" not in text


def test_a_script_address_in_the_news_becomes_no_link(tmp_path):
    database = make_ledger(tmp_path / "link.duckdb")
    with connect(database) as connection:
        connection.execute("UPDATE item SET url = 'javascript:alert(1)' WHERE cluster_id = 'alive'")
    publish(database)
    report = told(database)
    assert "javascript:" not in render_report(report, ReportFormat.HTML)
    assert "<javascript" not in render_report(report, ReportFormat.MD)


def test_json_holds_the_names_unescaped_and_no_settings_beyond_the_thresholds(report):
    text = render_report(report, ReportFormat.JSON)
    found = json.loads(text)
    assert found["comparison"]["needs_you_first"][1]["name_en"] == f"Closing Bio {SCRIPT}"
    assert found["method"]["thresholds"] == [["guard.max_failed_share", "0.3"], ["verdict.rhythm.stale_days", "548"]]
    assert "secret" not in text


def test_japanese_names_stand_beside_the_english_ones(report):
    html = render_report(report, ReportFormat.HTML)
    assert '<p class="ja" lang="ja">みどりバイオ協議会</p>' in html
    assert 'charset="utf-8"' in html


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a *b* _c_ [d](e) `f` | g", r"a \*b\* \_c\_ \[d\](e) \`f\` \| g"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("# no heading", r"\# no heading"),
        ("line\none", "line one"),
    ],
)
def test_markdown_signs_are_shown_and_not_obeyed(given, expected):
    assert markdown(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://www.a.example/news/", "www.a[.]example/news"),
        ("http://a.example", "a[.]example"),
        ("javascript:alert(1)", "alert(1)"),
    ],
)
def test_a_defanged_address_has_no_scheme_and_no_plain_dot_before_its_top_domain(given, expected):
    assert defanged(given) == expected


# ---------------------------------------------------------------- as tables


def test_the_workbook_holds_every_line_of_the_report(ledger):
    report = told(ledger)
    book = load_workbook(io.BytesIO(change_file(report, ReportFormat.XLSX)))
    found = report.comparison

    urgent = [row[2].value for row in book["Needs you"].iter_rows(min_row=2)]
    assert urgent == [line.id for line in found.needs_you_first]
    assert book["Changed"].max_row - 1 == sum(
        len(lines)
        for lines in (
            found.transitions, found.revived, found.moved, found.editions,
            found.doubtful, found.unseen, found.first_verdicts,
        )
    )  # fmt: skip
    counts = {row[0].value: row[3].value for row in book["Counts"].iter_rows(min_row=2)}
    assert counts == {count.state: count.now for count in report.counts}
    items = [row[5].value for row in book["New content"].iter_rows(min_row=2)]
    assert len(items) == sum(max(1, len(news.items)) for sector in report.news for news in sector.clusters) > 0


def test_the_csv_is_for_excel_and_begins_with_what_needs_somebody(ledger):
    report = told(ledger)
    rows = list(csv.reader(io.StringIO(change_file(report, ReportFormat.CSV).decode("utf-8-sig"))))

    assert rows[0][:3] == ["section", "what", "id"]
    assert [row[2] for row in rows[1:]][: len(report.comparison.needs_you_first)] == [
        line.id for line in report.comparison.needs_you_first
    ]
