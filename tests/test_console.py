"""The SQL console answers any question about the published data, and can do nothing else."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.database import StoreError, published_path
from reports.console import ConsoleError, Limits, run
from tests.ledger import build


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A database with three scans."""
    return build(tmp_path_factory.mktemp("ledger") / "ledger.duckdb")


def test_views_and_macros_of_the_database_can_be_asked(ledger):
    answer = run(ledger, "SELECT state, count(*) AS clusters FROM status GROUP BY state ORDER BY state")
    assert answer.columns == ("state", "clusters")
    assert answer.rows == (("active", 8), ("ceased", 1), ("static", 1))
    assert run(ledger, "SELECT count(*) FROM verdict_as_of(DATE '2026-09-15')").rows == ((10,),)


def test_columns_of_one_name_are_told_apart(ledger):
    assert run(ledger, "SELECT 1 AS a, 2 AS b, 3 AS a").columns == ("a", "b", "a_3")


@pytest.mark.parametrize("sql", ["", "   ", "-- nothing", "SELECT 1; SELECT 2"])
def test_it_is_one_statement_at_a_time(ledger, sql):
    with pytest.raises(ConsoleError, match="one statement at a time"):
        run(ledger, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE scan",
        "DELETE FROM verdict",
        "UPDATE verdict SET state = 'active'",
        "CREATE TABLE mine AS SELECT 1",
    ],
)
def test_nothing_can_be_changed(ledger, sql):
    with pytest.raises(ConsoleError, match="nothing can be changed here"):
        run(ledger, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM glob('/*')",
        "COPY scan TO '{new}'",
        "EXPORT DATABASE '{new}'",
        "ATTACH '{other}' AS other",
        "SELECT * FROM read_duckdb('{other}', table_name => 'secrets')",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_no_file_and_no_network_can_be_reached(ledger, tmp_path, sql):
    places = {"file": tmp_path / "secret.csv", "new": tmp_path / "new", "other": tmp_path / "other.duckdb"}
    places["file"].write_text("secret\n1\n", encoding="utf-8")
    with duckdb.connect(str(places["other"])) as other:
        other.execute("CREATE TABLE secrets AS SELECT 'secret' AS word")
    with pytest.raises(ConsoleError):
        run(ledger, sql.format_map(places))
    assert not places["new"].exists()


@pytest.mark.parametrize("sql", ["SET enable_external_access = true", "SET threads = 8", "RESET memory_limit"])
def test_the_settings_are_locked(ledger, sql):
    with pytest.raises(ConsoleError, match="locked"):
        run(ledger, sql)


def test_a_question_that_takes_too_long_is_stopped(ledger):
    endless = "SELECT count(*) FROM range(100000000000) AS t(i) WHERE hash(i) % 7 = 3"
    with pytest.raises(ConsoleError, match=r"stopped after 0\.2 s"):
        run(ledger, endless, Limits(seconds=0.2))


def test_a_question_that_needs_too_much_memory_is_refused(ledger):
    with pytest.raises(ConsoleError, match="needs more than 200MB of memory"):
        run(ledger, "SELECT list(i) FROM range(1000000000) AS t(i)", Limits(memory="200MB"))


def test_more_rows_than_allowed_are_cut_and_the_answer_says_so(ledger):
    cut = run(ledger, "SELECT * FROM range(11)", Limits(rows=10))
    assert (len(cut.rows), cut.cut) == (10, True)
    whole = run(ledger, "SELECT * FROM range(10)", Limits(rows=10))
    assert (len(whole.rows), whole.cut) == (10, False)


def test_wrong_sql_is_explained_by_the_database(ledger):
    with pytest.raises(ConsoleError, match="nosuch"):
        run(ledger, "SELECT * FROM nosuch")


def test_without_a_published_copy_the_remedy_is_told(tmp_path):
    with pytest.raises(StoreError, match="cluster-monitor scan"):
        run(tmp_path / "none.duckdb", "SELECT 1")


def test_the_published_copy_is_the_same_afterwards(ledger):
    before = published_path(ledger).read_bytes()
    run(ledger, "SELECT * FROM scan")
    with pytest.raises(ConsoleError):
        run(ledger, "DROP TABLE scan")
    assert published_path(ledger).read_bytes() == before
