"""A scan loses nothing: killed in the middle it goes on, told twice it changes nothing, on Dask it finds the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from crawler.config import FetchSection, load_config
from crawler.demo.play import DAYS
from crawler.demo.web import BoxWeb
from crawler.scan import run_scan
from pipelines.database import open_published, published_path

PROGRAM = Path(sys.executable).with_name("cluster-monitor")
SEEDS = Path(str(files("crawler.demo"))) / "clusters.csv"
NOW = datetime(2026, 5, 4, 3, tzinfo=UTC)
PATIENCE_SECONDS = 240  # for a machine under load; it says nothing of speed
# What a scan finds, without what differs from run to run (moments, order of rows).
FOUND = {
    "visits": "SELECT cluster_id, url, role, outcome, text_sha FROM visit ORDER BY ALL",
    "claims": "SELECT cluster_id, value, source, snippet FROM claim ORDER BY ALL",
    "verdicts": "SELECT cluster_id, state, subtype, confidence, since, last_update FROM verdict ORDER BY ALL",
    "changes": "SELECT cluster_id, kind, before, after FROM change ORDER BY ALL",
    "scans": "SELECT scan_id, sites, pages, failures FROM scan",
}


def found(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_published(database) as connection:
        return {name: connection.execute(sql).fetchall() for name, sql in FOUND.items()}


def config(folder: Path, box: BoxWeb, workers: int = 2):
    base = load_config(None, {})
    fetch = FetchSection(delay_seconds=0, allow_private_hosts=True, proxy=box.proxy)
    store = replace(base.store, database=str(folder / "box.duckdb"), register=str(SEEDS))
    return replace(base, fetch=fetch, store=store, scan=replace(base.scan, workers=workers))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What a scan of the box web finds that nobody disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with BoxWeb(DAYS[0]) as box:
        result = run_scan(config(folder, box), now=NOW)
    assert not result.resumed
    return found(folder / "box.duckdb")


def start(folder: Path, box: BoxWeb) -> subprocess.Popen[bytes]:
    """`scan --workers 2` in a process group of its own."""
    line = [PROGRAM, "scan", "--seeds", SEEDS, "--database", folder / "box.duckdb", "--now", NOW.isoformat()]
    return subprocess.Popen(
        [*map(str, line), "--proxy", box.proxy, "--workers", "2"],
        cwd=folder,
        env={**os.environ, "MONITOR_FETCH__ALLOW_PRIVATE_HOSTS": "true", "MONITOR_FETCH__DELAY_SECONDS": "0"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_until(holds, what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)


@pytest.mark.parametrize("asked", [1, 40, 120])
def test_a_scan_killed_with_9_finishes_correctly_when_started_again(tmp_path, undisturbed, asked):
    """Killed after so many requests, the second start finds what an undisturbed scan finds."""
    with BoxWeb(DAYS[0], pause_seconds=0.05) as box:
        process = start(tmp_path, box)
        wait_until(lambda: sum(box.asked().values()) >= asked or process.poll() is not None, f"{asked} requests")
        assert process.poll() is None, "the scan was done before it could be killed"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not published_path(tmp_path / "box.duckdb").exists()

    with BoxWeb(DAYS[0]) as box:
        again = start(tmp_path, box)
        assert again.wait(PATIENCE_SECONDS) == 0

    assert found(tmp_path / "box.duckdb") == undisturbed


def test_finished_shards_are_not_visited_again(tmp_path, undisturbed):
    """Killed after its first shard, a scan asks only the hosts of the other one."""
    with BoxWeb(DAYS[0], pause_seconds=0.02) as box:
        process = start(tmp_path, box)
        wait_until(lambda: any(tmp_path.glob("box.spool/*/shard-*.parquet")), "a finished shard")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        done = {file.name for file in tmp_path.glob("box.spool/*/shard-*.parquet")}
        first = box.asked()

    with BoxWeb(DAYS[0]) as box:
        result = run_scan(config(tmp_path, box), now=NOW)
        second = box.asked()

    assert result.resumed
    assert done
    assert sum(second.values()) < sum(first.values())
    assert found(tmp_path / "box.duckdb") == undisturbed


def test_the_same_scan_twice_changes_nothing(tmp_path, undisturbed):
    with BoxWeb(DAYS[0]) as box:
        run_scan(config(tmp_path, box), now=NOW)
        before = box.asked()
        again = run_scan(config(tmp_path, box), now=NOW)
        assert again.already_done
        assert box.asked() == before
    assert found(tmp_path / "box.duckdb") == undisturbed


def test_dask_finds_what_a_local_scan_finds(tmp_path, undisturbed):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, worker_dashboard_address=None
        ) as cluster,
        BoxWeb(DAYS[0]) as box,
    ):
        base = config(tmp_path, box)
        run_scan(replace(base, scan=replace(base.scan, dask=cluster.scheduler_address)), now=NOW)
    assert found(tmp_path / "box.duckdb") == undisturbed


def test_the_published_copy_can_be_read_while_a_scan_runs(tmp_path):
    """Readers keep the copy they opened, and nobody is locked out but the second writer."""
    with BoxWeb(DAYS[0]) as box:
        run_scan(config(tmp_path, box), now=NOW)
        with open_published(tmp_path / "box.duckdb") as reader:
            ((before,),) = reader.execute("SELECT count(*) FROM scan").fetchall()
            box.play(DAYS[1])
            run_scan(config(tmp_path, box), now=datetime(2026, 6, 1, 3, tzinfo=UTC))
            ((after,),) = reader.execute("SELECT count(*) FROM scan").fetchall()
    with duckdb.connect(str(published_path(tmp_path / "box.duckdb")), read_only=True) as reader:
        ((published,),) = reader.execute("SELECT count(*) FROM scan").fetchall()
    assert (before, after, published) == (1, 1, 2)
