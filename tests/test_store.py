"""What a scan stores is what was visited and judged, all of it or nothing, and the next scan remembers it exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from crawler.records import (
    Declared,
    HomeVisit,
    Integrity,
    IntegrityReading,
    Judgement,
    Outcome,
    PageVisit,
    Role,
    ScanSummary,
    SiteMemory,
    State,
    TextChange,
    TextVersions,
)
from pipelines.arrow import codec
from pipelines.database import open_published, publish
from pipelines.spool import SpoolError, write_spool
from pipelines.store import Store
from tests import builders
from tests.scans import FIRST, HOME, NEWS, Judge, World, counts, day, header, verdict, visit
from tests.test_spool import VISITS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


# ---------------------------------------------------------------- what comes back


def test_a_page_comes_back_as_it_was_read(world: World) -> None:
    reading = builders.reading(
        date(2025, 12, 3), date(2025, 12, 1),
        closure=(builders.notice(end_date=date(2026, 3, 31), successor="新会"),),
        outside_hosts=("a.example", "b.example"), feeds=(f"{HOME}feed",), editions=(("en", f"{HOME}en/"),),
    )  # fmt: skip
    told = world.scan(0, builders.visit(reading=reading, edition="ja"))
    (page,) = told.pages
    assert page.reading == reading
    assert (page.url, page.role, page.edition, page.outcome) == (HOME, Role.HOME, "ja", Outcome.OK)
    assert (page.seen, page.asked) == (day(0), day(0))


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(visits=VISITS)
def test_whatever_was_read_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, visits: list[PageVisit]
) -> None:
    pages = [
        replace(one, cluster_id="sample", url=f"{HOME}{number}", role=Role.PAGE, status=200, elapsed_ms=1, size=1)
        for number, one in enumerate(visits)
    ]
    # A text is known by its sha; these are of hypothesis, so that two could have one.
    pages = [
        replace(one, reading=one.reading and replace(one.reading, text_sha=f"sha {number}"))
        for number, one in enumerate(pages)
    ]
    told = World(tmp_path_factory.mktemp("store")).scan(0, *pages)
    stored = [codec(PageVisit).decode(codec(PageVisit).encode(one)) for one in pages if one.reading]
    assert [page.reading for page in told.pages] == [one.reading for one in stored]


def test_a_verdict_comes_back_as_it_was_given(world: World) -> None:
    assert world.scan(0, visit(text="a")).previous is None
    assert world.scan(1, visit(text="a")).previous == verdict("sample", day(0))


def test_a_page_that_was_not_modified_keeps_its_reading(world: World) -> None:
    world.scan(0, visit(text="a"))
    (page,) = world.scan(1, visit(outcome=Outcome.NOT_MODIFIED, status=304)).pages
    assert (page.seen, page.asked, page.outcome, page.reading.text) == (day(0), day(1), Outcome.NOT_MODIFIED, "a")


def test_a_page_that_failed_keeps_its_reading_and_tells_the_failure(world: World) -> None:
    world.scan(0, visit(text="a"), visit(NEWS, text="n"))
    home, news = world.scan(1, visit(text="a"), visit(NEWS, outcome=Outcome.NOT_FOUND, status=404)).pages
    assert (home.outcome, news.outcome, news.asked, news.reading.text) == (Outcome.OK, Outcome.NOT_FOUND, day(1), "n")


def test_a_cluster_without_visits_is_judged_with_an_empty_memory(world: World) -> None:
    world.clusters = (builders.cluster(website=""),)
    assert world.scan(0) == SiteMemory(cluster=world.clusters[0], day=day(0))
    assert (world.summary.sites, world.summary.pages, world.summary.failures) == (0, 0, 0)


def test_a_scan_counts_its_sites_pages_and_sites_that_did_not_answer(world: World) -> None:
    world.clusters = (builders.cluster(), builders.cluster(id="other"))
    world.scan(
        0, visit(text="a"), visit(NEWS, text="n"), visit(cluster_id="other", outcome=Outcome.DNS, status=0),
        asked=("sample", "other"),
    )  # fmt: skip
    scan = header(0)
    assert world.summary == ScanSummary(scan.scan_id, scan.now, sites=2, pages=3, failures=1, changes=0)


# ---------------------------------------------------------------- home pages


def test_of_several_home_pages_the_one_that_answered_best_counts_the_registered_one_first(world: World) -> None:
    english, secure = f"{HOME}en/", "https://www.cluster.example/"
    told = world.scan(
        0,
        visit(english, text="e", role=Role.HOME, final_url="https://EN.cluster.example/en/"),
        visit(text="a", redirects=(secure,), final_url=secure),
        visit(NEWS, text="n"),
        visit(f"{HOME}zqx", role=Role.PROBE, text="probe"),
    )
    assert told.homes == (
        HomeVisit(day(0), Outcome.OK, Integrity.OWN, "www.cluster.example", 200, 3, secure, (secure,)),
    )
    told = world.scan(1, visit(outcome=Outcome.TIMEOUT, status=0), visit(english, text="e", role=Role.HOME))
    assert [(one.outcome, one.host, one.pages_ok) for one in told.homes[1:]] == [(Outcome.OK, "cluster.example", 1)]
    told = world.scan(
        2,
        visit(outcome=Outcome.TIMEOUT, status=0),
        visit(secure, role=Role.HOME, outcome=Outcome.SERVER_ERROR, status=500),
    )
    assert [(one.outcome, one.host) for one in told.homes[2:]] == [(Outcome.SERVER_ERROR, "www.cluster.example")]


def test_a_home_page_that_was_not_modified_is_what_it_was(world: World) -> None:
    parked = builders.reading(integrity=Integrity.PARKED)
    world.scan(0, visit(reading=parked))
    told = world.scan(1, visit(outcome=Outcome.NOT_MODIFIED, status=304))
    assert [one.integrity for one in told.homes] == [Integrity.PARKED, Integrity.PARKED]
    told = world.scan(2, visit(outcome=Outcome.TIMEOUT, status=0))
    assert told.homes[-1] == HomeVisit(day(2), Outcome.TIMEOUT, None, "", 0, 0, HOME)


def test_every_fetch_of_the_scan_is_told_with_its_outcome(world: World) -> None:
    world.scan(0, visit(text="a"), visit(NEWS, text="n"))
    told = world.scan(1, visit(NEWS, outcome=Outcome.GONE, status=410), visit(text="a"))
    assert told.outcomes == ((NEWS, Outcome.GONE), (HOME, Outcome.OK))


# ---------------------------------------------------------------- texts


def test_a_text_that_is_another_is_told_with_the_earlier_ones_and_the_last_day_each_was_seen(world: World) -> None:
    assert world.scan(0, visit(text="one")).texts == (TextVersions(HOME, "ja", (), day(0), "one"),)
    assert world.scan(1, visit(text="two")).texts[0].earlier == ((day(0), "one"),)
    assert world.scan(2, visit(outcome=Outcome.NOT_MODIFIED)).texts == ()
    assert world.scan(3, visit(text="two")).texts == ()
    assert world.scan(4, visit(outcome=Outcome.TIMEOUT)).texts == ()
    told = world.scan(5, visit(text="three"))
    assert told.texts == (TextVersions(HOME, "ja", ((day(0), "one"), (day(3), "two")), day(5), "three"),)
    assert told.text_changes == (TextChange(HOME, day(0), day(1), "content", 9, "s", "ja"),)


def test_at_most_five_earlier_texts_are_told(world: World) -> None:
    for number in range(8):
        told = world.scan(number, visit(text=f"text {number}"))
    assert [text for _, text in told.texts[0].earlier] == [f"text {number}" for number in range(2, 7)]


@pytest.mark.parametrize("later", [{"reader_version": "2", "body_sha": "y"}, {"body_sha": "x"}])
def test_a_difference_that_a_new_reader_makes_is_not_the_pages(world: World, later: dict[str, str]) -> None:
    world.scan(0, visit(text="one", body_sha="x"))
    assert world.scan(1, visit(text="two", **later)).texts == ()
    told = world.scan(2, visit(text="three", **{**later, "body_sha": "z"}))
    assert told.texts[0].earlier[-1] == (day(1), "two")


def test_what_changed_in_a_scan_that_was_not_judged_is_told_at_the_next(world: World) -> None:
    world.scan(0, visit(text="one"))
    world.scan(1, visit(text="two"), fault="our network")
    assert world.summary.guard == "our network"
    assert world.ask("SELECT count(*) FROM verdict") == [(1,)]
    told = world.scan(2, visit(outcome=Outcome.NOT_MODIFIED))
    assert told.texts == (TextVersions(HOME, "ja", ((day(0), "one"),), day(1), "two"),)


def test_each_text_is_stored_once(world: World) -> None:
    world.scan(0, visit(text="one"), visit(NEWS, text="one"))
    world.scan(1, visit(text="one"), visit(NEWS, text="two"))
    assert world.ask("SELECT text_sha, text FROM text ORDER BY 1") == [("sha of one", "one"), ("sha of two", "two")]


# ---------------------------------------------------------------- the rest of the memory


def test_a_notice_keeps_the_day_it_was_first_read(world: World) -> None:
    closing = builders.reading(text="解散", text_sha="x", closure=(builders.notice(Declared.ORG_ENDED, quote="解散"),))
    world.scan(0, visit(text="a"))
    world.scan(1, visit(reading=closing))
    assert world.scan(2, visit(reading=replace(closing, text_sha="y"))).notices == (("解散", day(1)),)


def test_watched_since_is_the_first_day_with_content(world: World) -> None:
    assert world.scan(0, visit(outcome=Outcome.TIMEOUT)).watched_since is None
    world.scan(1, visit(text="a"))
    assert world.scan(2, visit(text="b")).watched_since == day(1)


def test_decisions_are_told_oldest_first_and_those_taken_while_the_scan_ran_too(world: World) -> None:
    world.scan(0, visit(text="a"))
    for state, number in (("'active'", 2), ("NULL", 1), ("'ceased'", 9)):
        at = f"TIMESTAMPTZ '{day(number)} 00:00:00+00'"
        world.ask(f"INSERT INTO decision VALUES ('sample', {state}, 'phoned', 'mori', {at}, NULL, '{{}}')")
    told = world.scan(3, visit(text="a"))
    assert [(one.state, one.decided_at.date()) for one in told.decisions] == [
        (None, day(1)),
        (State.ACTIVE, day(2)),
        (State.CEASED, day(9)),
    ]


def test_a_scan_of_the_past_knows_nothing_of_the_future(world: World) -> None:
    past = world.scan(1, visit(text="one"))
    world.scan(5, visit(text="five"), visit(NEWS, text="n"))
    told = world.scan(3, visit(text="one"))
    assert (told.previous, told.texts, told.text_changes) == (verdict("sample", day(1)), (), ())
    assert [page.url for page in told.pages] == [page.url for page in past.pages]
    assert [one.day for one in told.homes] == [day(1), day(3)]


def test_clusters_do_not_share_memories(world: World) -> None:
    world.clusters = (builders.cluster(), builders.cluster(id="other"))
    world.scan(0, visit(text="a"), visit(cluster_id="other", text="b"), asked=("sample", "other"))
    told = world.scan(1, visit(text="c"), visit(cluster_id="other", text="b"), asked=("sample",))
    assert [page.reading.text for page in told.pages] == ["c"]
    assert [text for _, text in told.texts[0].earlier] == ["a"]
    assert world.ask("SELECT cluster_id, count(*) FROM verdict GROUP BY ALL ORDER BY ALL") == [
        ("other", 1),
        ("sample", 2),
    ]


# ---------------------------------------------------------------- the register


def test_only_rows_of_the_register_that_changed_get_a_new_version(world: World) -> None:
    stays, goes = builders.cluster(tags=("a", "b")), builders.cluster(id="goes", planned_end=FIRST)
    world.clusters = (stays, goes)
    world.scan(0, visit(text="a"))
    world.scan(1, visit(text="a"))
    world.clusters = (replace(stays, name_en="New name"),)
    world.scan(2, visit(text="a"))
    world.scan(3, visit(text="a"))
    world.clusters = (replace(stays, name_en="New name"), goes)
    world.scan(4, visit(text="a"))
    versions = world.ask("SELECT cluster_id, valid_from, removed, name_en FROM cluster_version ORDER BY ALL")
    name = stays.name_en
    assert versions == [
        ("goes", day(0), False, name),
        ("goes", day(2), True, name),
        ("goes", day(4), False, name),
        ("sample", day(0), False, name),
        ("sample", day(2), False, "New name"),
    ]


def test_a_second_register_on_one_day_takes_the_place_of_the_first(world: World) -> None:
    world.scan(0, visit(text="a"))
    world.clusters = (builders.cluster(name_en="Second"),)
    later = replace(header(0), scan_id=header(0).scan_id.replace("T03", "T04"))
    with Store.open(world.database) as store:
        store.ingest(later, world.clusters, [], Judge(), lambda _: "")
    assert world.ask("SELECT name_en, valid_from FROM cluster_version") == [("Second", day(0))]


def test_at_a_new_address_pages_homes_and_texts_begin_anew_but_verdicts_stay(world: World) -> None:
    moved = "https://new.example/"
    world.scan(0, visit(text="one"))
    world.scan(1, visit(text="two"))
    world.clusters = (builders.cluster(website=moved),)
    told = world.scan(2, visit(moved, role=Role.HOME, text="three"))
    assert [page.url for page in told.pages] == [moved]
    assert [one.day for one in told.homes] == [day(2)]
    assert [one.earlier for one in told.texts] == [()]
    assert (told.watched_since, told.previous) == (day(2), verdict("sample", day(1)))
    assert len(told.text_changes) == 1


def test_https_and_www_are_no_new_address(world: World) -> None:
    world.scan(0, visit(text="one"))
    world.clusters = (builders.cluster(website="http://www.cluster.example/index.html"),)
    assert world.scan(1, visit(text="two")).texts[0].earlier == ((day(0), "one"),)


# ---------------------------------------------------------------- all or nothing, and once


def test_a_scan_told_twice_changes_nothing_and_says_so(world: World) -> None:
    world.scan(0, visit(text="one"), visit(NEWS, text="n"))
    first, before = world.summary, counts(world)
    assert world.scan(0, visit(text="another")) is None  # not even judged
    assert world.summary == replace(first, stored_before=True)
    assert counts(world) == before


def test_an_error_while_judging_stores_nothing(world: World) -> None:
    world.scan(0, visit(text="one"))
    before = counts(world)
    spool = world.folder / "spool.parquet"
    write_spool(spool, [visit(text="two")])

    def failing(_: SiteMemory) -> Judgement:
        raise ZeroDivisionError

    with Store.open(world.database) as store, pytest.raises(ZeroDivisionError):
        store.ingest(header(1), world.clusters, [spool], failing, lambda _: "")
    assert counts(world) == before
    world.scan(1, visit(text="two"))
    assert world.ask("SELECT count(*) FROM scan") == [(2,)]


def test_a_damaged_spool_file_stores_nothing(world: World) -> None:
    whole, damaged = world.folder / "whole.parquet", world.folder / "damaged.parquet"
    write_spool(whole, [visit(text="one" * 50)])
    raw = bytearray(whole.read_bytes())
    raw[10:200] = bytes(190)
    damaged.write_bytes(raw)
    with Store.open(world.database) as store, pytest.raises(SpoolError, match="delete it and scan again"):
        store.ingest(header(0), world.clusters, [whole, damaged], Judge(), lambda _: "")
    assert set(counts(world)) == {(0,)}


def test_headers_are_kept_as_an_object_the_first_of_each_name(world: World) -> None:
    world.scan(0, visit(headers=(("server", "a"), ("x-by", '"b"'), ("server", "c"))), visit(NEWS))
    assert world.ask("SELECT headers FROM visit ORDER BY visit_id") == [('{"server":"a","x-by":"\\"b\\""}',), ("{}",)]


def test_integrity_keeps_its_reasons(world: World) -> None:
    told = IntegrityReading(Integrity.HACKED, ("casino", "カジノ"), 0.55)
    (page,) = world.scan(0, visit(reading=builders.reading(FIRST, integrity=Integrity.OWN))).pages
    assert page.reading.integrity.state is Integrity.OWN
    (page,) = world.scan(1, visit(reading=replace(page.reading, integrity=told, text_sha="z"))).pages
    assert page.reading.integrity == told


def test_the_published_copy_has_the_scan(world: World) -> None:
    world.scan(0, visit(text="one"))
    publish(world.database)
    with open_published(world.database) as connection:
        assert connection.execute("SELECT cluster_id, state FROM status").fetchall() == [("sample", "active")]
