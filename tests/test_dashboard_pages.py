"""What the pages show, in both languages, and that nothing of the web acts in them."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from lxml import html

from reports.dashboard.days import spoken
from reports.dashboard.roles import Role
from reports.dashboard.words import TEXTS
from reports.export import COLUMNS
from tests import house, ledger
from tests.house import post

PAGES = (
    "/", "/clusters", "/clusters/alive", "/clusters/closing", "/clusters/stolen", "/clusters/never",
    "/clusters/alive/difference", "/charts", "/reports", "/review", "/alerts?all=1", "/scans",
    "/scans/20261101T030000Z", "/query", "/register", "/register/alive", "/register/new", "/people", "/account",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return house.build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def browser(site):
    return site.client(Role.ADMIN)


def listed(browser, query=""):
    """The ids of the clusters in the list, in its order."""
    tree = html.fromstring(browser.get(f"/clusters?{query}").text)
    return [link.rpartition("/")[2] for link in tree.xpath("//table//th[@scope='row']/a/@href")]


def words_of(browser, path):
    return " ".join(html.fromstring(browser.get(path).text).text_content().split())


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_language_a_title_one_heading_and_no_script_in_it(browser, path, language):
    answer = browser.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    tree = html.fromstring(answer.text)
    assert answer.status_code == 200
    assert tree.get("lang") == language
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//title")[0].text.strip(" ·")
    assert tree.xpath("//script[not(@src)] | //@style | //@onclick") == []
    assert tree.xpath("//*[@src or self::link]/@src | //link/@href")
    assert all(url.startswith("/static/") for url in tree.xpath("//@src | //link/@href"))


@pytest.mark.parametrize("path", PAGES)
def test_script_in_names_titles_and_quotes_is_shown_as_text(browser, path):
    assert ledger.SCRIPT not in browser.get(path).text


def test_the_script_is_there_as_text(browser):
    assert ledger.SCRIPT in words_of(browser, "/clusters/closing?lang=en")
    assert "&lt;script&gt;" in browser.get("/clusters").text


def test_script_in_addresses_and_answers_is_shown_as_text(browser):
    for path in (f"/clusters?q={ledger.SCRIPT}", f"/register?q={ledger.SCRIPT}", f"/query?sql={ledger.SCRIPT}"):
        assert ledger.SCRIPT not in browser.get(path).text
    answer = post(browser, "/query", "/query", sql=f"SELECT '{ledger.SCRIPT}' AS \"{ledger.SCRIPT}\"")
    assert answer.status_code == 200
    assert ledger.SCRIPT not in answer.text
    assert ledger.SCRIPT in html.fromstring(answer.text).text_content()


def test_every_text_has_both_languages_and_japanese_differs():
    same = {"column_id"} | {"id"}
    assert [key for key, (english, japanese) in TEXTS.items() if not english or not japanese] == []
    assert {key for key, (english, japanese) in TEXTS.items() if english == japanese} <= same


def test_the_whole_surface_is_japanese_on_request(browser):
    text = words_of(browser, "/?lang=ja")
    assert {"概要", "クラスター", "分野別", "巡回の状況"} <= set(re.findall(r"[一-龠ァ-ヶー々ぁ-ん]+", text))
    assert "Overview" not in text


def test_days_are_shown_with_the_era_on_request(browser):
    assert "令和8年(2026年)11月1日" in words_of(browser, "/?lang=ja&era=1")
    assert "1 Nov 2026 (Reiwa 8)" in words_of(browser, "/?lang=en&era=1")
    assert "Reiwa" not in words_of(browser, "/?lang=en&era=")


def test_the_days_of_a_reason_are_written_as_the_others_but_those_it_quotes():
    sentence = "Newest update on 2026-08-20 (73 days); it says “until 2026-12-31”; 2026-99-99."
    assert spoken(sentence) == "Newest update on 20 Aug 2026 (73 days); it says “until 2026-12-31”; 2026-99-99."
    assert spoken("2026-08-20以降「2026-12-31まで」", "ja", era=True) == "令和8年(2026年)8月20日以降「2026-12-31まで」"


def test_the_reasons_have_era_dates_on_request_too(site):
    assert "令和8年(2026年)8月20日" in words_of(site.client(), "/clusters/alive?lang=ja&era=1").partition("根拠")[2]


@pytest.mark.parametrize("path", ["/clusters/nobody", "/scans/never", "/register/nobody", "/nowhere"])
def test_what_is_not_there_is_said_so(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Not found" in answer.text


# ---------------------------------------------------------------- overview


def test_the_tiles_count_the_states_and_their_change(browser):
    tree = html.fromstring(browser.get("/?lang=en").text)
    tiles = [" ".join(tile.text_content().split()) for tile in tree.xpath("//ul[@class='tiles']/li")]
    assert tiles == [
        "8 ● active as before",
        "1 ■ static −1 since the last scan",
        "1 ✕ ceased +1 since the last scan",
        "1 ○ unknown as before",
    ]


def test_the_map_leads_to_the_clusters_of_a_prefecture(browser):
    tree = html.fromstring(browser.get("/?lang=en").text)
    links = tree.xpath("//figure//a/@href")
    assert "/clusters?prefecture=Kyoto" in links
    assert len(tree.xpath("//figure//path")) == 47
    assert listed(browser, "prefecture=Kyoto") == ["moved"]


# ---------------------------------------------------------------- clusters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=static", ["dormant"]),
        ("state=ceased&sector=LIFE", ["closing"]),
        ("sector=IT", ["formula", "dormant"]),
        ("region=Kyushu&sort=place", ["english", "never"]),
        ("edition=en-static", ["english"]),
        ("subtype=hijacked", ["stolen"]),
        ("programme=none", []),
        ("sort=nonsense&state=static", ["dormant"]),
        ("page=99&state=static", ["dormant"]),
    ],
)
def test_a_filter_in_the_address_shows_its_part(browser, query, expected):
    assert listed(browser, query) == expected


@pytest.mark.parametrize(
    "words", ["あおぞら", "アオゾラ", "aozora", "ＡＯＺＯＲＡ photonics", "静岡 光", "Photonics 静岡県", "alive"]
)
def test_a_cluster_is_found_by_words_of_both_scripts_in_any_width_kana_and_case(browser, words):
    assert listed(browser, f"q={words}") == ["alive"]


def test_the_list_is_sorted_both_ways(browser):
    up = listed(browser, "sort=update")
    assert up[0] == "dormant"
    assert listed(browser, "sort=update&down=1")[0] == "revived"
    assert set(up) == set(ledger.CLUSTERS)


def test_the_download_is_exactly_what_is_shown(browser):
    rows = list(
        csv.reader(io.StringIO(browser.get("/clusters.csv?region=Chubu&sort=update").text.removeprefix("\ufeff")))
    )
    assert rows[0] == [column.name for column in COLUMNS]
    assert [row[0] for row in rows[1:]] == listed(browser, "region=Chubu&sort=update")


def test_the_past_is_listed_and_downloaded_as_it_was_published(browser):
    assert listed(browser, "state=static&as_of=2026-10-15") == ["revived", "wavering"]
    assert listed(browser, "state=static&as_of=nonsense") == ["dormant"]
    assert "how it was published on 15 Oct 2026" in words_of(browser, "/clusters?as_of=2026-10-15&lang=en")
    rows = list(csv.reader(io.StringIO(browser.get("/clusters.csv?state=static&as_of=2026-10-15").text)))
    assert [(row[0], row[rows[0].index("state")]) for row in rows[1:]] == [
        ("revived", "static"),
        ("wavering", "static"),
    ]
    before = browser.get("/clusters?as_of=2020-01-01")
    assert (before.status_code, "the first was on 2026-09-01" in before.text) == (200, True)


def test_the_download_for_excel_runs_no_formula(browser):
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/clusters.xlsx?sector=IT").content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in sheet["A"]] == ["id", "formula", "dormant"]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_a_view_is_kept_under_a_name_for_its_user_only(site):
    anna, vera = site.client(Role.ANALYST), site.client()
    post(anna, "/clusters/views", "/clusters", name="Chubu, static", query="state=static&region=Chubu&page=3&evil=1")
    (link,) = html.fromstring(anna.get("/clusters").text).xpath("//nav[@class='views']//a")
    assert (link.text, link.get("href")) == ("Chubu, static", "/clusters?state=static&region=Chubu")
    assert "Chubu, static" not in vera.get("/clusters").text
    post(anna, "/clusters/views/drop", "/clusters", name="Chubu, static")
    assert "Chubu, static" not in anna.get("/clusters").text


def test_a_piece_asked_for_by_htmx_gets_a_short_address(browser):
    answer = browser.get("/clusters?q=&state=static&sector=", headers={"HX-Request": "true"})
    assert answer.headers["hx-push-url"] == "/clusters?state=static"


# ---------------------------------------------------------------- one cluster


def test_the_answer_is_a_dated_paragraph_in_both_languages(browser):
    text = words_of(browser, "/clusters/alive?lang=en")
    assert "As of 1 Nov 2026: Aozora Photonics Valley (あおぞら光産業協議会) is active." in text
    assert "2026年11月1日現在、あおぞら光産業協議会は活動しています。所在地は静岡県、分野は光技術です。" in text


def test_nothing_links_to_a_place_that_others_may_have_taken_over(browser):
    for path in ("/clusters/stolen", "/clusters/stolen/difference", "/review", "/clusters", "/alerts?all=1"):
        tree = html.fromstring(browser.get(path).text)
        assert [link for link in tree.xpath("//@href") if "stolen.example" in link] == []
    text = words_of(browser, "/clusters/stolen?lang=en")
    assert "www.stolen[.]example" in text
    assert "Do not link to this address." in text


def test_the_history_tells_each_month_by_shape_and_word(browser):
    tree = html.fromstring(browser.get("/clusters/dormant?lang=en").text)
    titles = [one.text for one in tree.xpath("//*[@class='timeline']//title")]
    assert titles[:3] == ["2026-09: active", "2026-10: active", "2026-11: static"]
    assert [one.text for one in tree.xpath("//*[@class='timeline']//*[@class='glyph']")][:3] == ["●", "●", "■"]


def test_the_evidence_has_its_quoted_words_and_its_source(browser):
    tree = html.fromstring(browser.get("/clusters/closing?lang=en").text)
    (item,) = tree.xpath("//ol[@class='evidence']/li")
    assert "解散いたしました" in item.text_content()
    assert item.xpath(".//a/@href") == ["https://www.closing.example/news/"]


def test_two_visits_are_compared_and_the_changed_words_marked(browser):
    tree = html.fromstring(browser.get("/clusters/alive/difference?since=2026-10-01&until=2026-11-01").text)
    lines = [" ".join(line.text_content().split()) for line in tree.xpath("//ul[@class='lines']/li")]
    assert "−removed: 2026年10月の活動報告" in lines
    assert "+added: 2026年11月の活動報告" in lines
    assert [mark.text for mark in tree.xpath("//mark")] == ["10", "11"]


def test_days_that_cannot_be_compared_are_explained(browser):
    answer = browser.get("/clusters/alive/difference?since=2026-11-01&until=2026-10-01")
    assert (answer.status_code, "ends" in answer.text) == (422, True)
    assert "never visited" in words_of(browser, "/clusters/never/difference")


# ---------------------------------------------------------------- review, scans, query, machines


def test_the_review_begins_with_what_is_most_harmful(browser):
    tree = html.fromstring(browser.get("/review?lang=en").text)
    names = [link.rpartition("/")[2] for link in tree.xpath("//article//h2/a/@href")]
    assert names[0] == "stolen"
    assert set(names) >= {"stolen", "moved", "unseen"}
    assert names.index("moved") < names.index("unseen")


def test_a_question_in_sql_is_answered_as_table_chart_and_csv(browser):
    sql = "SELECT state, count(*) AS n FROM status GROUP BY state ORDER BY n DESC, state"
    tree = html.fromstring(post(browser, "/query", "/query", sql=sql).text)
    cells = [[cell.text for cell in row.xpath("td")] for row in tree.xpath("//section[@id='answer']//tbody/tr")]
    assert cells[0] == ["active", "8"]
    assert [label for label in tree.xpath("//svg[@class='drawing']//text/text()") if label == "active"] == ["active"]
    assert "No chart" in post(browser, "/query", "/query", sql="SELECT 1 AS one").text
    answer = post(browser, "/query.csv", "/query", sql="SELECT '=1+1' AS cell")
    assert answer.content == "\ufeffcell\n'=1+1\n".encode()


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DROP TABLE scan", "nothing can be changed"),
        ("SELECT * FROM read_csv('/etc/passwd')", "no files"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELEC", "syntax error"),
    ],
)
def test_a_question_that_is_not_allowed_is_explained(browser, sql, why):
    answer = post(browser, "/query", "/query", sql=sql)
    assert answer.status_code == 422
    assert why in html.fromstring(answer.text).text_content()


def test_a_question_in_an_address_is_not_run(browser):
    assert "<td" not in browser.get("/query?sql=SELECT 1").text


def test_machines_learn_that_it_is_alive_and_how_it_stands(site):
    visitor = site.visitor()
    assert visitor.get("/healthz").json() == {"status": "ok", "scan": "20261101T030000Z"}
    figures = visitor.get("/metrics").text
    assert 'cluster_monitor_clusters{state="active"} 8.0' in figures
    assert "cluster_monitor_last_scan_pages 11.0" in figures
    assert "Aozora" not in figures


def test_a_newly_published_copy_is_shown_at_once(tmp_path):
    site = house.build(tmp_path)
    browser = site.client()
    assert "1 Nov 2026" in browser.get("/").text
    again = tmp_path / "again"
    again.mkdir()
    ledger.build(again / "monitor.duckdb", scans=2)
    (again / "monitor.published.duckdb").replace(tmp_path / "monitor.published.duckdb")
    assert "1 Oct 2026" in browser.get("/").text


def test_without_a_published_copy_it_says_what_to_do(tmp_path):
    site = house.build(tmp_path)
    browser = site.client()
    (tmp_path / "monitor.published.duckdb").unlink()
    answer = browser.get("/")
    assert (answer.status_code, "run `cluster-monitor scan`" in answer.text) == (503, True)
    assert site.visitor().get("/healthz").status_code == 503
