"""The next visit is told what earlier ones remember of a site, at its present address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.records import Integrity, KnownPage, Outcome, Role, SitePlan
from pipelines import recall
from pipelines.database import open_published, publish
from pipelines.recall import site_plans
from tests import builders
from tests.scans import HOME, NEWS, World, day, header, visit

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.records import Cluster


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def plans(world: World, number: int, *clusters: Cluster) -> tuple[SitePlan, ...]:
    """The plans for a scan to come."""
    publish(world.database)
    scan = header(number)
    with open_published(world.database) as connection:
        return tuple(site_plans(connection, clusters or world.clusters, scan.scan_id, scan.day))


def test_a_site_never_seen_has_a_plan_without_memories(world: World) -> None:
    world.scan(0)
    assert plans(world, 1) == (SitePlan(builders.cluster()),)


def test_a_page_is_remembered_with_what_makes_the_next_visit_cheap(world: World) -> None:
    links = (NEWS, f"{HOME}about/")
    world.scan(0, visit(text="one", etag='"1"', last_modified="Thu, 01 Jan 2026", body_sha="b1", links=links))
    world.scan(1, visit(text="two", etag='"2"', last_modified="Fri, 02 Jan 2026", body_sha="b2", links=links))
    world.scan(2, visit(outcome=Outcome.NOT_MODIFIED, status=304))
    world.scan(3, visit(outcome=Outcome.TIMEOUT, status=0))
    ((page,),) = [plan.known for plan in plans(world, 4)]
    assert page == KnownPage(
        url=HOME,
        role=Role.HOME,
        language="ja",
        etag='"2"',
        last_modified="Fri, 02 Jan 2026",
        body_sha="b2",
        text_sha="sha of two",
        reader_version="1",
        first_seen=day(0),
        last_seen=day(2),
        last_change=day(1),
        visits=3,
        changes=1,
        links=links,
    )


def test_the_newest_etag_counts_also_that_of_an_answer_without_content(world: World) -> None:
    world.scan(0, visit(text="one", etag='"1"'))
    world.scan(1, visit(outcome=Outcome.NOT_MODIFIED, status=304, etag='"2"'))
    assert plans(world, 2)[0].known[0].etag == '"2"'


def test_pages_that_are_gone_and_probes_are_forgotten_but_never_the_home_page(world: World) -> None:
    world.scan(0, visit(text="a"), visit(NEWS, text="n"), visit(f"{HOME}zqx", text="z", role=Role.PROBE))
    gone = {"outcome": Outcome.NOT_FOUND, "status": 404}
    world.scan(1, visit(**gone), visit(NEWS, **gone))
    assert [page.url for page in plans(world, 2)[0].known] == [HOME]


def test_pages_that_change_most_come_first_after_the_home_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = f"{HOME}about/"
    for number in range(3):
        world.scan(number, visit(text="same"), visit(quiet, text="same"), visit(NEWS, text=f"news {number}"))
    assert [page.url for page in plans(world, 3)[0].known] == [HOME, NEWS, quiet]
    monkeypatch.setattr(recall, "MOST_PAGES", 2)
    assert [page.url for page in plans(world, 3)[0].known] == [HOME, NEWS]


def test_hosts_are_known_from_own_pages_only(world: World) -> None:
    own = builders.reading(outside_hosts=("b.example", "a.example"))
    hijacked = builders.reading(integrity=Integrity.HIJACKED, outside_hosts=("casino.example",))
    world.scan(0, visit(reading=own))
    world.scan(1, visit(reading=replace(hijacked, text_sha="other")))
    assert plans(world, 2)[0].known_hosts == ("a.example", "b.example")


def test_at_a_new_address_nothing_is_remembered(world: World) -> None:
    world.scan(0, visit(text="one"))
    moved = builders.cluster(website="https://new.example/")
    inside = builders.cluster(scope="/cluster/")
    same = builders.cluster(website="http://www.cluster.example/")
    assert [bool(plans(world, 1, cluster)[0].known) for cluster in (moved, inside, same)] == [False, False, True]


def test_a_plan_for_the_past_knows_nothing_of_the_future(world: World) -> None:
    world.scan(0, visit(text="one"))
    world.scan(5, visit(text="five"))
    assert plans(world, 3)[0].known[0].text_sha == "sha of one"


def test_every_cluster_gets_its_own_plan_in_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "CLUSTERS_AT_A_TIME", 2)
    world.clusters = tuple(builders.cluster(id=name) for name in "cab")
    world.scan(0, *(visit(cluster_id=name, text=name) for name in "abc"), asked=("a", "b", "c"))
    found = plans(world, 1)
    assert [(plan.cluster.id, plan.known[0].text_sha) for plan in found] == [(n, f"sha of {n}") for n in "cab"]
