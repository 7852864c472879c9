"""Visits and task files survive the way through a file, whatever stands in them."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.records import Cluster, KnownPage, Outcome, PageVisit, Role, SitePlan
from pipelines.arrow import REPLACEMENT, codec, storable
from pipelines.spool import (
    ROWS_PER_GROUP,
    RecordWriter,
    SpoolError,
    SpoolWriter,
    read_plan,
    read_spool,
    write_plan,
    write_spool,
)

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(st.characters(), max_size=30)  # NUL and halves of surrogate pairs included
VALUES = {
    str: TEXT,
    int: st.integers(-(2**40), 2**40),
    float: st.floats(0, 1),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
for kind, strategy in VALUES.items():
    st.register_type_strategy(kind, strategy)
VISITS = st.lists(st.from_type(PageVisit), max_size=4)
PLANS = st.lists(st.from_type(SitePlan), max_size=4)


def stored(record):
    """The record with every text as it can be stored."""
    kind = codec(type(record))
    return kind.decode(kind.encode(record))


def visit(number: int = 0, **changes: object) -> PageVisit:
    plain = PageVisit(
        cluster_id="east-metal",
        url=f"https://east-metal.example/{number}",
        role=Role.PAGE,
        visited_at=datetime(2026, 11, 1, 3, tzinfo=UTC),
        outcome=Outcome.OK,
    )
    return dataclasses.replace(plain, **changes)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(visits=VISITS)
def test_every_visit_comes_back_as_it_was(tmp_path: Path, visits: list[PageVisit]) -> None:
    path = tmp_path / "shard.parquet"
    write_spool(path, visits)
    assert [stored(one) for one in visits] == list(read_spool(path))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(plans=PLANS)
def test_every_task_comes_back_as_it_was(tmp_path: Path, plans: list[SitePlan]) -> None:
    path = tmp_path / "task.parquet"
    write_plan(path, plans)
    assert tuple(stored(one) for one in plans) == read_plan(path)


@given(TEXT)
def test_only_nul_and_lone_surrogates_are_replaced(text: str) -> None:
    expected = "".join(REPLACEMENT if one == "\0" or "\ud800" <= one <= "\udfff" else one for one in text)
    assert expected == storable(text)


def test_a_plan_with_what_is_remembered_comes_back_equal(tmp_path: Path) -> None:
    known = KnownPage(
        "https://east-metal.example/", Role.HOME, None, '"a"', "", "b", "t", "1",
        date(2026, 1, 1), date(2026, 2, 1), None, 2, 0, ("https://east-metal.example/news/",),
    )  # fmt: skip
    cluster = Cluster("east-metal", "", "東部金属クラスター", "https://east-metal.example/", project_based=None)
    plans = (SitePlan(cluster, (known,), full=False),)
    write_plan(tmp_path / "task.parquet", plans)
    assert plans == read_plan(tmp_path / "task.parquet")


def test_more_visits_than_a_row_group_keep_their_order(tmp_path: Path) -> None:
    visits = [visit(number) for number in range(2 * ROWS_PER_GROUP + 1)]
    write_spool(tmp_path / "shard.parquet", visits)
    assert visits == list(read_spool(tmp_path / "shard.parquet"))


def test_nothing_is_seen_before_close_and_only_the_file_after(tmp_path: Path) -> None:
    path = tmp_path / "shard.parquet"
    writer = SpoolWriter(path)
    writer.add(visit())
    assert not path.exists()
    writer.close()
    assert [path] == list(tmp_path.iterdir())


def test_abort_and_errors_leave_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "shard.parquet"
    write_spool(path, [visit(1)])
    writer = SpoolWriter(path)
    writer.add(visit(2))
    writer.abort()

    def failing():
        yield visit(3)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_spool(path, failing())
    assert [visit(1)] == list(read_spool(path))
    assert [path] == list(tmp_path.iterdir())


def test_a_damaged_missing_or_foreign_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    whole = tmp_path / "whole.parquet"
    write_spool(whole, [visit(number) for number in range(20)])
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(whole.read_bytes()[:-40])
    tasks = tmp_path / "tasks.parquet"
    write_plan(tasks, [])
    for path in (damaged, tasks, tmp_path / "missing.parquet"):
        with pytest.raises(SpoolError, match=rf"{path}.*delete it and scan again"):
            list(read_spool(path))


KILLED = """
import sys
from pathlib import Path
from pipelines.spool import SpoolWriter, read_spool
visits = list(read_spool(Path(sys.argv[1])))
writer = SpoolWriter(Path(sys.argv[2]))
for visit in visits:
    writer.add(visit)
print("written", flush=True)
sys.stdin.read()
"""


def test_a_writer_killed_before_close_leaves_no_spool_file(tmp_path: Path) -> None:
    source, target = tmp_path / "source.parquet", tmp_path / "target.parquet"
    write_spool(source, [visit(number) for number in range(ROWS_PER_GROUP + 1)])
    command = [sys.executable, "-c", KILLED, str(source), str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "written\n"
        os.kill(process.pid, signal.SIGKILL)
    assert not target.exists()


def test_a_full_disk_raises_and_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "shard.parquet"
    write_spool(path, [visit(1)])
    script = (
        "import resource, signal, sys; from pathlib import Path; from pipelines.spool import *;"
        "visits = list(read_spool(Path(sys.argv[1]))) * 5000;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000));"
        "write_spool(Path(sys.argv[1]), visits)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "OSError" in done.stderr
    assert [visit(1)] == list(read_spool(path))
    assert [path] == list(tmp_path.iterdir())


def test_a_record_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        codec(complex)


def test_writers_of_one_path_do_not_write_into_each_other(tmp_path: Path) -> None:
    path = tmp_path / "shard.parquet"
    first, second = RecordWriter(path, PageVisit), RecordWriter(path, PageVisit)
    first.add(visit(1))
    second.add(visit(2))
    second.close()
    first.close()
    assert [visit(1)] == list(read_spool(path))
