"""A scan visits what can be visited, and one process alone asks one host."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from crawler.plan import plan_shards
from crawler.records import Cluster, SitePlan


def plan(number: int, website: str = "", website_en: str = "", *, paused: bool = False) -> SitePlan:
    website = website or f"https://www.site{number}.example/"
    return SitePlan(Cluster(f"c{number:03}", "", f"団体{number}", website, website_en, paused=paused))


def ids(shards: tuple[tuple[SitePlan, ...], ...]) -> list[list[str]]:
    return [[one.cluster.id for one in shard] for shard in shards]


def test_paused_sites_and_those_without_website_are_not_visited() -> None:
    bare = SitePlan(Cluster("bare", "Bare", "", ""))
    assert ids(plan_shards([bare, plan(1, paused=True), plan(2)], workers=2, shard_size=10)) == [["c002"]]
    assert plan_shards([bare], workers=2, shard_size=10) == ()


def test_few_sites_are_still_spread_over_all_workers() -> None:
    assert ids(plan_shards([plan(n) for n in range(5)], workers=2, shard_size=150)) == [
        ["c000", "c002", "c004"],
        ["c001", "c003"],
    ]


def test_sites_that_share_a_domain_through_a_third_one_are_together() -> None:
    plans = [
        plan(1, "https://news.pref.example.jp/a/"),
        plan(2, "http://pref.example.jp:8080/b/", "https://english.example.org/2/"),
        plan(3, "https://www.english.example.org/3/"),
        plan(4),
        plan(5),
    ]
    assert ids(plan_shards(plans, workers=2, shard_size=3)) == [["c001", "c002", "c003"], ["c004", "c005"]]


HOSTS = st.sampled_from([f"https://{host}.example/" for host in "abcdefgh"])
SITES = st.lists(st.tuples(HOSTS, HOSTS | st.just("")), max_size=40)


@given(sites=SITES, workers=st.integers(1, 4), shard_size=st.integers(1, 10), seed=st.integers())
def test_every_site_is_in_one_shard_every_host_too_and_order_does_not_matter(
    sites: list[tuple[str, str]], workers: int, shard_size: int, seed: int
) -> None:
    plans = [plan(number, *addresses) for number, addresses in enumerate(sites)]
    shards = plan_shards(plans, workers, shard_size)
    assert sorted(one.cluster.id for shard in shards for one in shard) == [one.cluster.id for one in plans]
    of_host: dict[str, set[int]] = {}
    for number, shard in enumerate(shards):
        for one in shard:
            for address in filter(None, (one.cluster.website, one.cluster.website_en)):
                of_host.setdefault(address, set()).add(number)
    assert all(len(numbers) == 1 for numbers in of_host.values())
    assert all(shards)
    assert shards == plan_shards(random.Random(seed).sample(plans, len(plans)), workers, shard_size)


def test_ten_thousand_sites_give_even_shards() -> None:
    sizes = {len(shard) for shard in plan_shards([plan(n) for n in range(10_000)], workers=2, shard_size=150)}
    assert sizes == {149, 150}
