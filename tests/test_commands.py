"""Every command: what it prints, where, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from crawler.cli import app
from pipelines.database import connect, publish, published_path
from tests.ledger import CLUSTERS, SCRIPT, build

BIN = Path(sys.executable).with_name("cluster-monitor")
REGISTER = "id,name_en,name_ja,website\n{rows}"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A database with three scans."""
    return build(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every command runs in an empty folder, without settings from outside."""
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words, code=0):
    """The result of a command that has to end with a code."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def parsed(*words):
    return json.loads(call(*words).stdout)


# ---------------------------------------------------------------- status


def test_status_as_json_lists_every_cluster_of_the_register_in_the_promised_shape(ledger):
    found = {one["id"]: one for one in parsed("status", "--database", ledger, "--format", "json")}
    assert sorted(found) == sorted(CLUSTERS)
    english = found["english"]
    assert {key: english[key] for key in ("state", "subtype", "confidence", "since", "last_update")} == {
        "state": "active",
        "subtype": "",
        "confidence": 0.9,
        "since": None,
        "last_update": "2026-08-20",
    }
    assert english["editions"] == {
        "en": {"state": "static", "last_update": "2026-08-20"},
        "ja": {"state": "active", "last_update": "2026-08-20"},
    }


def test_a_cluster_that_was_never_judged_is_unknown(ledger):
    never = next(one for one in parsed("status", "--database", ledger, "--json") if one["id"] == "never")
    assert (never["state"], never["confidence"], never["judged_on"], never["editions"]) == ("unknown", 0.0, None, {})


def test_status_as_csv_has_a_line_a_cluster_and_no_formula(ledger):
    rows = list(csv.DictReader(io.StringIO(call("status", "--database", ledger, "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == sorted(CLUSTERS)
    assert next(row["name"] for row in rows if row["id"] == "formula").startswith("'=")


def test_status_as_a_table_names_every_cluster(ledger):
    shown = call("status", "--database", ledger).stdout
    assert [one for one in CLUSTERS if one not in shown] == []


def test_the_database_can_be_named_by_the_environment(ledger, monkeypatch):
    monkeypatch.setenv("MONITOR_STORE__DATABASE", str(ledger))
    assert len(parsed("status", "--json")) == len(CLUSTERS)


def test_the_settings_file_is_the_one_named_before_the_command(ledger, folder):
    file = folder / "other.toml"
    file.write_text(f'[store]\ndatabase = "{ledger}"\n', encoding="utf-8")
    assert len(parsed("--config", file, "status", "--json")) == len(CLUSTERS)


# ---------------------------------------------------------------- one cluster


def test_history_tells_periods_changes_and_decisions(ledger):
    told = parsed("history", "wavering", "--database", ledger, "--json")
    assert [(period["state"], period["since"], period["until"]) for period in told["periods"]] == [
        ("active", "2026-09-01", "2026-10-01"),
        ("static", "2026-10-01", "2026-11-01"),
        ("active", "2026-11-01", None),
    ]
    assert "tanaka" in call("history", "dormant", "--database", ledger).stdout
    assert "解散" in call("history", "closing", "--database", ledger).stdout


def test_show_gives_reasons_with_quoted_words_and_address(ledger):
    shown = call("show", "closing", "--database", ledger).stdout
    assert "The organisation declares its end: “当協議会は令和8年10月31日をもって解散いたしました" in shown
    assert "https://www.closing.example/news/" in shown
    assert "✕ ceased (declares its end), since 2026-11-01" in shown


def test_show_speaks_japanese_when_asked(ledger):
    shown = call("show", "stolen", "--lang", "ja", "--database", ledger).stdout
    assert "別人の内容が表示されています" in shown
    assert "このアドレスにリンクしないでください。" in shown


def test_show_as_json_has_verdict_evidence_pages_and_decisions(ledger):
    known = parsed("show", "dormant", "--database", ledger, "--json")
    assert known["verdict"]["state"] == "static"
    assert known["evidence"][0]["quote"] == "お知らせ 2026年8月20日"
    assert known["decisions"][0]["why"] == "Telephoned: at work"
    assert known["pages"][0]["url"] == "https://www.dormant.example/"


def test_show_of_a_cluster_that_was_never_judged_says_so(ledger):
    assert "unknown: never judged" in call("show", "never", "--database", ledger).stdout


def test_diff_shows_whole_lines_of_japanese_text(ledger):
    lines = call("diff", "alive", "--database", ledger).stdout.splitlines()
    assert "- 2026年10月の活動報告" in lines
    assert "+ 2026年11月の活動報告" in lines


def test_diff_takes_any_two_days(ledger):
    found = parsed("diff", "alive", "--from", "2026-09-03", "--to", "2026-12-31", "--database", ledger, "--json")
    assert found["pages"][0]["removed"] == ["2026年09月の活動報告"]
    assert found["pages"][0]["before"] == "2026-09-01"


def test_diff_says_when_nothing_differs(ledger):
    result = call("diff", "unseen", "--from", "2026-10-01", "--database", ledger)
    assert result.stdout == ""
    assert "no visible text differs" in result.stderr


@pytest.mark.parametrize("command", ["show", "history", "diff"])
def test_an_unknown_id_fails_with_the_nearest_one(ledger, command):
    result = call(command, "dormat", "--database", ledger, code=1)
    assert "did you mean dormant" in result.stderr
    assert result.stdout == ""


def test_diff_of_a_cluster_that_was_never_visited_fails_with_the_reason(ledger):
    assert "it was never visited" in call("diff", "never", "--database", ledger, code=1).stderr


# ---------------------------------------------------------------- reports and data


@pytest.mark.parametrize(
    ("style", "begin"), [("html", "<!DOCTYPE html>"), ("md", "# Change report"), ("json", "{"), ("csv", "section,")]
)
def test_the_change_report_goes_to_standard_output_or_a_file(ledger, folder, style, begin):
    printed = call("report", "changes", "--format", style, "--database", ledger).stdout
    assert printed.lstrip("\ufeff\n").startswith(begin)
    result = call("report", "changes", "--format", style, "--output", "report", "--database", ledger)
    assert (folder / "report").read_text(encoding="utf-8") == printed
    assert result.stdout == ""


def test_the_change_report_of_a_day_without_scan_fails_with_the_first_day(ledger):
    result = call("report", "changes", "--from", "2020-01-01", "--database", ledger, code=1)
    assert "the first was on 2026-09-01" in result.stderr


def test_export_writes_files_that_excel_reads(ledger, folder):
    call("export", "--format", "xlsx", "--output", "out.xlsx", "--database", ledger)
    assert load_workbook(folder / "out.xlsx").active.max_row == len(CLUSTERS) + 1
    assert call("export", "--database", ledger).stdout_bytes.startswith(b"\xef\xbb\xbfid,")


def test_a_mapping_is_printed_or_written_in_both_languages(ledger, folder):
    days = ("--as-of", "2026-11-20", "--compare", "2026-10-01", "--database", ledger)
    assert "クラスター組織マッピング" in call("report", "mapping", "--lang", "ja", *days).stdout
    call("report", "mapping", "--format", "xlsx", "--output", "map.xlsx", *days)
    assert "Organisations" in load_workbook(folder / "map.xlsx").sheetnames
    assert parsed("report", "mapping", "--format", "json", *days)["as_of"] == "2026-11-20"


def test_a_mapping_of_a_day_without_a_scan_names_the_first_one(ledger):
    result = call("report", "mapping", "--as-of", "2020-01-01", "--database", ledger, code=1)
    assert "the first was on 2026-09-01" in result.stderr


def test_export_to_a_folder_that_is_not_there_names_it(ledger):
    result = call("export", "--output", "nowhere/out.csv", "--database", ledger, code=1)
    assert result.stderr.startswith("error: nowhere/out.csv: No such file or directory")


def test_query_prints_rows_in_each_format(ledger):
    sql = "SELECT cluster_id, name_en FROM cluster WHERE cluster_id = 'closing'"
    expected = {"cluster_id": "closing", "name_en": f"Closing Bio {SCRIPT}"}
    assert parsed("query", sql, "--database", ledger, "--format", "json") == [expected]
    assert parsed("query", sql, "--database", ledger, "--json") == [expected]
    assert "closing" in call("query", sql, "--database", ledger).stdout


def test_a_query_that_would_change_something_fails(ledger):
    assert "nothing can be changed" in call("query", "DROP TABLE scan", "--database", ledger, code=1).stderr


# ---------------------------------------------------------------- settings, register


def test_config_show_tells_where_each_value_came_from(folder, monkeypatch):
    (folder / "monitor.toml").write_text("[fetch]\ndelay_seconds = 2.5\n", encoding="utf-8")
    monkeypatch.setenv("MONITOR_SCAN__WORKERS", "7")
    found = {one["key"]: one for one in parsed("config", "show", "--json")}
    assert (found["fetch.delay_seconds"]["value"], found["fetch.delay_seconds"]["source"]) == (2.5, "monitor.toml:2")
    assert (found["scan.workers"]["value"], found["scan.workers"]["source"]) == (7, "MONITOR_SCAN__WORKERS")
    assert found["log.level"]["source"] == "default"
    assert "fetch.delay_seconds" in call("config", "show").stdout


@pytest.mark.parametrize("command", [("status",), ("config", "show"), ("doctor",), ("scan",)])
def test_an_unknown_setting_is_a_usage_error_with_the_nearest_one(monkeypatch, command):
    monkeypatch.setenv("MONITOR_FETCH__DELAY", "1")
    assert "did you mean fetch.delay_seconds" in call(*command, code=2).stderr


def test_register_check_reports_every_problem_with_line_and_column(folder):
    rows = "a,A,あ,nonsense\na,B,い,https://b.example/\n"
    (folder / "broken.csv").write_text(REGISTER.format(rows=rows), encoding="utf-8")
    stderr = call("register", "check", "broken.csv", code=1).stderr
    assert "line 2, column website" in stderr
    assert "line 3, column id" in stderr
    result = call("register", "check", "broken.csv", "--json", code=1)
    assert [problem["line"] for problem in json.loads(result.stdout)["problems"]] == [2, 3]


def test_register_check_and_list_read_a_good_file(folder):
    (folder / "good.csv").write_text(REGISTER.format(rows="a,A,あ,https://a.example/\n"), encoding="utf-8")
    assert "1 clusters, no problems" in call("register", "check", "good.csv").stdout
    assert parsed("register", "check", "good.csv", "--json") == {"clusters": 1, "problems": [], "warnings": []}
    assert [one["id"] for one in parsed("register", "list", "good.csv", "--json")] == ["a"]
    assert "https://a.example/" in call("register", "list", "good.csv").stdout


def test_register_import_shows_the_difference_and_takes_it_over_only_without_dry_run(folder):
    (folder / "seeds").mkdir()
    place = folder / "seeds" / "clusters.csv"
    place.write_text(REGISTER.format(rows="a,A,あ,https://a.example/\nb,B,い,\n"), encoding="utf-8")
    (folder / "new.csv").write_text(REGISTER.format(rows="a,A,あ,https://new.example/\nc,C,う,\n"), encoding="cp932")
    before = place.read_bytes()
    found = parsed("register", "import", "new.csv", "--dry-run", "--json")
    assert [one["id"] for one in found["added"]] == ["c"]
    assert [one["id"] for one in found["removed"]] == ["b"]
    assert [(one["id"], one["field"], one["after"]) for one in found["changed"]] == [
        ("a", "website", "https://new.example/")
    ]
    assert place.read_bytes() == before
    assert "https://new.example/" in call("register", "import", "new.csv").stdout
    assert [one["id"] for one in parsed("register", "list", "--json")] == ["a", "c"]
    assert "nothing differs" in call("register", "import", "new.csv").stdout


def test_a_broken_import_leaves_the_register_as_it_was(folder):
    (folder / "seeds").mkdir()
    place = folder / "seeds" / "clusters.csv"
    place.write_text(REGISTER.format(rows="a,A,あ,\n"), encoding="utf-8")
    before = place.read_bytes()
    (folder / "new.csv").write_text("id,name_en\n,A\n", encoding="utf-8")
    call("register", "import", "new.csv", code=1)
    assert place.read_bytes() == before


# ---------------------------------------------------------------- usage and failure


@pytest.mark.parametrize(
    "words",
    [
        ("bogus",),
        ("status", "--bogus"),
        ("status", "--format", "xml"),
        ("show",),
        ("scan", "--now", "yesterday"),
        ("scan", "--workers", "0"),
        ("scan", "--proxy", "localhost"),
        ("scan", "--dask", "localhost"),
        ("diff", "alive", "--from", "2026-13-01"),
        ("report", "changes", "--format", "pdf"),
        ("export", "--format", "ods"),
        ("inspect",),
    ],
)
def test_wrong_usage_ends_with_code_2(words):
    assert call(*words, code=2).stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("history", "a"),
        ("show", "a"),
        ("diff", "a"),
        ("report", "changes"),
        ("export",),
        ("query", "SELECT 1"),
    ],
)
def test_before_the_first_scan_the_remedy_is_told(words):
    result = call(*words, code=1)
    assert "run `cluster-monitor scan`" in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_no_database_fails_with_one_sentence(folder):
    published_path(folder / "x.duckdb").write_bytes(b"not a database" * 1000)
    result = call("status", "--database", "x.duckdb", code=1)
    assert result.stderr.startswith("error: x.published.duckdb is no DuckDB database")
    assert result.stderr.count("\n") == 1


def test_a_copy_that_a_newer_version_published_is_refused_with_the_remedy(folder):
    database = build(folder / "new.duckdb")
    with connect(database) as connection:
        connection.execute("INSERT INTO schema_version VALUES (9999, 'future')")
    publish(database)
    assert "another version" in call("status", "--database", database, code=1).stderr


def test_a_broken_register_stops_a_scan_with_all_problems_at_once(folder):
    rows = "a,A,あ,nonsense\na,B,い,https://b.example/\n"
    (folder / "broken.csv").write_text(REGISTER.format(rows=rows), encoding="utf-8")
    stderr = call("scan", "--seeds", "broken.csv", "--database", "new.duckdb", code=1).stderr
    assert "line 2, column website" in stderr
    assert "line 3, column id" in stderr
    assert not (folder / "new.duckdb").exists()


def test_version_and_help_need_nothing():
    assert call("--version").stdout.startswith("cluster-monitor 0.")
    assert "Exit codes" in call("--help").stdout


def test_the_installed_command_writes_utf_8_whatever_the_locale_and_no_traceback(ledger, folder):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [BIN, "status", "--database", ledger, "--json"], cwd=folder, env=environment, capture_output=True, check=True
    )
    assert "あおぞら光産業協議会" in done.stdout.decode("utf-8")
    failed = subprocess.run([BIN, "status"], cwd=folder, env=environment, capture_output=True, check=False)
    assert failed.returncode == 1
    assert b"Traceback" not in failed.stderr
    debugged = subprocess.run([BIN, "--debug", "status"], cwd=folder, env=environment, capture_output=True, check=False)
    assert b"Traceback" in debugged.stderr


def test_questions_do_not_load_what_only_scans_and_reports_need(ledger):
    """Programs call status hundreds of times: what takes long to import stays out."""
    code = (
        "import sys; from crawler.cli import app\n"
        "try:\n    app(['status', '--database', sys.argv[1], '--json'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'scrapy', 'twisted', 'pyarrow', 'lxml', 'numpy', 'openpyxl', 'jinja2', 'dateparser', 'rich.table'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, ledger], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
