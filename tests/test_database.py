"""The database file survives what happens to files: locks, full disks, kill -9, damage, newer versions."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from crawler.lock import LockedError, scan_lock
from pipelines.database import StoreError, connect, migrations, open_published, publish, published_path
from pipelines.spool import write_spool
from pipelines.store import Store
from tests.scans import HOME, World, counts, visit

# Shares of the time an ingest takes; thirty were tried by hand.
KILLED_AT = (0.2, 0.45, 0.7)
PAGES = 400


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def child(code: str, *arguments: object) -> subprocess.Popen:
    """A Python process of its own; its code finds the arguments in sys.argv."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# ---------------------------------------------------------------- opening


def test_a_new_database_gets_every_migration_once(tmp_path: Path) -> None:
    path = tmp_path / "monitor.duckdb"
    for _ in range(2):
        with connect(path) as connection:
            found = connection.execute("SELECT version, name FROM schema_version ORDER BY 1").fetchall()
    assert found == [(step.number, step.name) for step in migrations()]
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_database_of_a_newer_version_is_left_alone(world: World) -> None:
    world.scan(0, visit(text="one"))
    world.ask("INSERT INTO schema_version VALUES (999, 'future')")
    with pytest.raises(StoreError, match=r"has schema 999, this version knows .*: upgrade cluster-monitor"):
        Store.open(world.database)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE theirs (i INTEGER)")
    with pytest.raises(StoreError, match="is the database of another program: name another file"):
        Store.open(path)


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "monitor.duckdb"
    (first,) = migrations()[:1]
    broken = type(first)(2, "broken", "CREATE TABLE half (i INTEGER); SELECT nonsense")
    monkeypatch.setattr("pipelines.database.migrations", lambda: (first, broken))
    with pytest.raises(duckdb.Error, match="nonsense"):
        connect(path)
    monkeypatch.setattr("pipelines.database.migrations", lambda: (first,))
    with connect(path) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(1,)]
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchall() == [(0,)]


def test_a_locked_database_names_the_process_that_has_it(world: World) -> None:
    world.scan(0, visit(text="one"))
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with child(code, world.database) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=rf"is in use by process {other.pid}: wait until it ends"):
            Store.open(world.database)
        other.stdin.close()
    Store.open(world.database).close()


@pytest.mark.parametrize("damage", ["nonsense", "cut", "flipped"])
def test_a_damaged_database_names_the_copy_to_take(world: World, damage: str) -> None:
    world.scan(0, visit(text="one"))
    raw = bytearray(world.database.read_bytes())
    if damage == "nonsense":
        raw = b"no database" * 2000
    elif damage == "cut":
        raw = raw[:9000]
    else:
        raw[12288:] = bytes(byte ^ 0x55 for byte in raw[12288:])
    world.database.write_bytes(raw)
    with pytest.raises(StoreError, match=f"copy {published_path(world.database)} over it"):
        Store.open(world.database)


def test_a_folder_that_is_missing_or_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere" / "monitor.duckdb", Path("/proc/self/monitor.duckdb"), tmp_path):
        with pytest.raises(StoreError, match=f"{path} is no file that can be made there"):
            Store.open(path)


# ---------------------------------------------------------------- full disk, kill -9

INGEST = """
import resource, signal, sys
from pathlib import Path
from pipelines.store import Store
from tests.scans import Judge, builders, header
database, spool, number, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
print("begins", flush=True)
with Store.open(database) as store:
    store.ingest(header(number), [builders.cluster()], [spool], Judge(), lambda _: "")
print("stored", flush=True)
"""


def spool_of(world: World, number: int) -> Path:
    """Visits of several MB, so that storing them takes long enough to be hit."""
    path = world.folder / f"spool-{number}.parquet"
    random_text = random.Random(number)
    write_spool(
        path,
        [visit(f"{HOME}{page}", text=f"{number} {page} {random_text.randbytes(4000).hex()}") for page in range(PAGES)],
    )
    return path


def test_a_full_disk_is_said_and_loses_nothing(world: World) -> None:
    world.scan(0, visit(text="one"))
    before = counts(world)
    spool = spool_of(world, 1)
    with child(INGEST, world.database, spool, 1, world.database.stat().st_size + 500_000) as process:
        _, said = process.communicate()
    assert process.returncode == 1
    assert f"{world.database} cannot grow, the disk is full: free space and run the same command again" in said
    assert counts(world) == before
    with child(INGEST, world.database, spool, 1, 0) as process:
        assert process.communicate()[0] == "begins\nstored\n"
    assert world.ask("SELECT count(*) FROM scan") == [(2,)]


def test_an_ingest_killed_at_any_moment_has_stored_all_or_nothing(world: World) -> None:
    world.scan(0, visit(text="one"))
    began = time.monotonic()
    ingest_killed_after(world, 1, None)
    whole = time.monotonic() - began
    stored = 1
    for share in KILLED_AT:
        ingest_killed_after(world, stored + 1, share * whole)
        (scans,) = world.ask("SELECT count(*) FROM scan")[0]
        assert scans - 1 in {stored, stored + 1}
        stored = scans - 1
        for table in ("visit", "text"):
            assert world.ask(f"SELECT count(*) FROM {table}") == [(1 + stored * PAGES,)]
        assert world.ask("SELECT count(*) FROM verdict") == [(1 + stored,)]
    ingest_killed_after(world, stored + 1, None)
    assert world.ask("SELECT count(*) FROM visit") == [(1 + (stored + 1) * PAGES,)]


def ingest_killed_after(world: World, number: int, seconds: float | None) -> None:
    """Store a scan in a process of its own; None: it is left to end."""
    with child(INGEST, world.database, spool_of(world, number), number, 0) as process:
        assert process.stdout.readline() == "begins\n"
        if seconds is None:
            assert process.communicate()[0] == "stored\n"
        else:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)


# ---------------------------------------------------------------- the published copy


def test_without_a_published_copy_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing is published .*: run `cluster-monitor scan`, or name another"):
        open_published(tmp_path / "monitor.duckdb")


def test_a_copy_published_by_another_version_is_said_so(world: World) -> None:
    world.scan(0, visit(text="one"))
    world.ask("INSERT INTO schema_version VALUES (999, 'future')")
    publish(world.database)
    with pytest.raises(StoreError, match="was published by another version: run `cluster-monitor scan`"):
        open_published(world.database)


def test_readers_keep_the_old_copy_until_they_open_again(world: World) -> None:
    world.scan(0, visit(text="one"))
    publish(world.database)
    with open_published(world.database) as reader:
        world.scan(1, visit(text="two"))
        publish(world.database)
        assert reader.execute("SELECT count(*) FROM scan").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            reader.execute("DELETE FROM scan")
    with open_published(world.database) as reader:
        assert reader.execute("SELECT count(*) FROM scan").fetchall() == [(2,)]
    assert sorted(path.name for path in world.folder.glob("*duckdb*")) == ["monitor.duckdb", "monitor.published.duckdb"]


def test_the_published_copy_is_read_while_a_scan_is_stored(world: World) -> None:
    world.scan(0, visit(text="one"))
    publish(world.database)
    spool = spool_of(world, 1)
    answers = []
    with child(INGEST, world.database, spool, 1, 0) as process:
        assert process.stdout.readline() == "begins\n"
        while process.poll() is None:
            with open_published(world.database) as reader:
                answers += reader.execute("SELECT count(*) FROM visit").fetchall()
        assert process.communicate()[0] == "stored\n"
    assert set(answers) == {(1,)}
    publish(world.database)
    with open_published(world.database) as reader:
        assert reader.execute("SELECT count(*) FROM visit").fetchall() == [(1 + PAGES,)]


def test_what_a_killed_process_left_beside_the_file_is_published_too(world: World) -> None:
    world.scan(0, visit(text="one"))
    code = (
        "import duckdb, os, signal, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute(\"INSERT INTO text VALUES ('x', 'committed')\"); os.kill(os.getpid(), signal.SIGKILL)"
    )
    with child(code, world.database) as process:
        process.wait()
    assert world.database.with_name("monitor.duckdb.wal").exists()
    publish(world.database)
    with open_published(world.database) as reader:
        assert ("committed",) in reader.execute("SELECT text FROM text").fetchall()


def test_an_open_database_is_not_published(world: World) -> None:
    world.scan(0, visit(text="one"))
    publish(world.database)
    before = published_path(world.database).read_bytes()
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); c.execute(\"INSERT INTO text VALUES ('x', 'y')\");"
        "print('open', flush=True); sys.stdin.read()"
    )
    with child(code, world.database) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="is in use by process"):
            publish(world.database)
        other.stdin.close()
    assert published_path(world.database).read_bytes() == before


# ---------------------------------------------------------------- one scan at a time

HOLD = """
import sys
from pathlib import Path
from crawler.lock import scan_lock
with scan_lock(Path(sys.argv[1])):
    print("holds", flush=True)
    sys.stdin.read()
"""


def test_a_second_scan_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    database = tmp_path / "monitor.duckdb"
    with child(HOLD, database) as first:
        assert first.stdout.readline() == "holds\n"
        with (
            pytest.raises(LockedError, match=rf"a scan of {database} is running \(process {first.pid}\)"),
            scan_lock(database),
        ):
            pass
        first.stdin.close()
    with scan_lock(database):
        pass


def test_the_lock_of_a_killed_scan_is_free(tmp_path: Path) -> None:
    database = tmp_path / "monitor.duckdb"
    with child(HOLD, database) as first:
        assert first.stdout.readline() == "holds\n"
        first.send_signal(signal.SIGKILL)
    with scan_lock(database):
        assert database.with_name("monitor.duckdb.scan.lock").exists()


def test_the_lock_is_held_against_threads_of_the_same_process_too(tmp_path: Path) -> None:
    caught = []

    def second() -> None:
        try:
            with scan_lock(tmp_path / "monitor.duckdb"):
                pass
        except LockedError as error:
            caught.append(error)

    with scan_lock(tmp_path / "monitor.duckdb"):
        thread = Thread(target=second)
        thread.start()
        thread.join()
    assert len(caught) == 1
