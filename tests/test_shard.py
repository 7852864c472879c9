"""Shards: processes of their own, one spool file each, here and on Dask, and what happens when they break."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from crawler.records import Outcome
from crawler.shard import TASK, ShardError, ShardTask, run_shard, run_shards, run_shards_dask
from pipelines.spool import read_spool, write_plan
from tests.rawweb import NOW, POLICY, RawWeb, page, plan


def task(folder, number, hosts, web, **policy):
    plans = [plan(f"http://{host}/") for host in hosts]
    write_plan(folder / f"{number}.plan", plans)
    files = folder / f"{number}.plan", folder / f"{number}.parquet"
    return ShardTask(number, *files, len(plans), replace(POLICY, proxy=web.proxy, **policy), NOW)


HOME = page("見本", "<p>見本の本文です。</p>")


@pytest.fixture
def web():
    with RawWeb({"a.example/": HOME, "b.example/": HOME}) as running:
        yield running


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    """Two shards run at once, in a working directory with a folder called crawler; (results, reports)."""

    def slow(connection, _asked):
        time.sleep(1)
        connection.sendall(HOME)

    folder = tmp_path_factory.mktemp("pool")
    (folder / "crawler").mkdir()
    (folder / "crawler" / "__init__.py").write_text("raise SystemExit('the wrong crawler')")
    with RawWeb({"a.example/": slow, "b.example/": HOME, "c.example/": HOME}) as web, contextlib.chdir(folder):
        tasks = [task(folder, 1, ["a.example", "b.example"], web), task(folder, 2, ["c.example"], web)]
        reports = []
        return {result.number: result for result in run_shards(tasks, 2, reports.append)}, reports


def children():
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "[-]m crawler.crawl"], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def clusters(result):
    return list(dict.fromkeys(visit.cluster_id for visit in read_spool(result.spool)))


def test_shards_run_in_a_pool_and_leave_a_spool_each(pool):
    results, _ = pool
    assert {number: (result.error, result.sites) for number, result in results.items()} == {1: ("", 2), 2: ("", 1)}
    assert results[1].pages == len(list(read_spool(results[1].spool)))
    assert results[1].cpu_seconds > 0
    assert clusters(results[2]) == ["c.example"]


def test_a_running_shard_tells_how_far_it_has_come(pool):
    _, reports = pool
    assert [report.sites for report in reports if report.number == 1] == [1, 2]


def test_the_rows_of_a_spool_stand_in_the_order_of_the_plan_whoever_answers_first(pool):
    results, _ = pool
    assert clusters(results[1]) == ["a.example", "b.example"]


def test_a_folder_called_crawler_in_the_working_directory_hides_nothing(pool):
    results, _ = pool
    assert results[1].error == ""


def test_a_shard_that_breaks_is_tried_again_and_then_reported(tmp_path, web):
    broken = task(tmp_path, 7, ["a.example"], web)
    broken.plan.write_bytes(b"this is no task file")
    (result,) = run_shards([broken], 1)
    assert "shard 7 ended with code 1" in result.error
    assert "cannot be read" in result.error
    assert not broken.spool.exists()


def test_a_shard_that_is_killed_leaves_no_half_spool_and_runs_again_by_itself(tmp_path, web):
    asked = threading.Event()
    killed: list[int] = []

    def once(connection, _asked):
        if not killed:
            asked.set()
            time.sleep(60)
        connection.sendall(page("見本", "<p>本文</p>"))

    web.routes["b.example/"] = once

    def kill():
        asked.wait(60)
        killed.extend(children())
        for pid in killed:
            os.kill(pid, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    result = run_shard(task(tmp_path, 1, ["a.example", "b.example"], web))
    assert len(killed) == 1
    assert result.error == ""
    assert {v.cluster_id: v.outcome for v in read_spool(result.spool) if v.url.endswith("example/")} == {
        "a.example": Outcome.OK,
        "b.example": Outcome.OK,
    }
    assert not list(tmp_path.glob("*.part"))


def test_leaving_the_loop_ends_the_shards_that_still_run(tmp_path, web):
    web.routes["b.example/"] = lambda *_: time.sleep(60)
    tasks = [task(tmp_path, 1, ["a.example"], web), task(tmp_path, 2, ["b.example"], web)]
    for result in run_shards(tasks, 2):
        assert result.number == 1
        break
    assert children() == []
    assert not tasks[1].spool.exists()


def test_a_shard_ends_with_the_scan_it_belongs_to(tmp_path, web):
    web.routes["b.example/"] = lambda *_: time.sleep(60)
    work = task(tmp_path, 1, ["b.example"], web)
    command = [sys.executable, "-P", "-m", "crawler.crawl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.write(TASK.dump_json(work) + b"\n")
        child.stdin.close()
        assert child.wait(60) == 3
    assert not work.spool.exists()


def test_the_same_shards_run_on_dask(tmp_path, web):
    distributed = pytest.importorskip("distributed")
    work = task(tmp_path, 1, ["a.example"], web)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, worker_dashboard_address=None
    ) as cluster:
        (result,) = run_shards_dask([work], cluster.scheduler_address)
    assert result.error == ""
    assert clusters(result) == ["a.example"]


def test_a_dask_cluster_that_is_not_there_is_named(tmp_path, web):
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(ShardError, match=r"tcp://127\.0\.0\.1:9"),
    ):
        list(run_shards_dask([task(tmp_path, 1, ["a.example"], web)], "tcp://127.0.0.1:9"))
