"""The rules as a whole, on years of the invented web: what passes raises no alarm, what is true is told once."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from crawler.agenda import tokyo_day
from crawler.config import Config
from crawler.demo.simulation import Played, monthly, play
from crawler.demo.weather import LONGEST, PASSING, SHORTEST, Outage, outages, under, whole_net
from crawler.demo.web import BoxWeb
from crawler.demo.world import REGISTER, TROUBLES, read_world
from pipelines.database import open_published
from reports.change_files import change_file
from reports.change_report import build
from reports.formats import ReportFormat
from reports.queries import scan_as_of, standings
from reports.status import status_of

FIRST = date(2026, 5, 4)
MONTHS = 24
# Sites to which nothing happens but outages; there are enough of them to keep two failures below the guard's limit.
STAYING = (
    "kitamori-bio", "seto-kikai", "minato-material", "hoshino-aero", "hamakaze-marine", "yamanami-robot", "suzuno-iryo",
)  # fmt: skip
# What becomes of the others in the demo's scenario.
ENDS = {
    ("asagiri-it", "expected_end"),  # announced in August
    ("asagiri-it", "declared"),  # and come at the end of September
    ("kasumi-food", "ceased"),
    ("tsukishiro-nano", "taken_over"),  # at first sight
    ("tsukishiro-nano", "ceased"),
    ("aoba-medical", "taken_over"),
    ("aoba-medical", "ceased"),
}
LENGTHS = (
    timedelta(hours=1), timedelta(hours=5), timedelta(hours=30), timedelta(days=4), timedelta(days=9),
    timedelta(days=13), timedelta(days=20),
)  # fmt: skip
DARK_MONTH = 11  # our own network fails
REPORTED = (2, 7)  # months between which the change report is asked for, twice


def small(folder, box, ids, pages=3):
    """Settings for a part of the demo's register, a few pages a site, one process."""
    rows = [row for row in csv.DictReader(REGISTER.open(encoding="utf-8")) if row["id"] in ids]
    register = folder / "clusters.csv"
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    plain = Config()
    return replace(
        plain,
        store=replace(plain.store, database=str(folder / "play.duckdb"), register=str(register)),
        scan=replace(plain.scan, workers=1),
        fetch=replace(plain.fetch, delay_seconds=0, allow_private_hosts=True, proxy=box.proxy, pages_per_site=pages),
    )


def at_the_worst_time(moments):
    """Outages that begin just before a full scan, every second month, of two sites at once; one of them flaps."""
    hosts = cycle(f"www.{name}.example" for name in ("kitamori-bio", "seto-kikai", "minato-material", "hoshino-aero"))
    kinds, lengths = cycle(PASSING), cycle(LENGTHS)
    for moment in moments[1::2]:
        first = moment - timedelta(minutes=30)
        yield Outage(next(hosts), next(kinds), first, first + next(lengths))
        host, kind = next(hosts), next(kinds)
        for hours in range(0, 240, 48):
            yield Outage(host, kind, first + timedelta(hours=hours), first + timedelta(hours=hours + 20))


@pytest.fixture(scope="module")
def played(tmp_path_factory, warm_shards):  # noqa: ARG001 - a fixture for its effect
    """24 months with outages of living sites and a failure of the whole network: every scan, and the database."""
    folder = tmp_path_factory.mktemp("play")
    moments = monthly(FIRST, MONTHS)
    dark = whole_net(moments[DARK_MONTH] - timedelta(hours=6), moments[DARK_MONTH] + timedelta(hours=27))
    kept = Kept(folder / "play.duckdb", moments)
    with BoxWeb(FIRST) as box:
        config = small(folder, box, {*STAYING, *(cluster for cluster, _ in ENDS)})
        play(config, box, (*at_the_worst_time(moments), dark), FIRST, MONTHS, kept.keep)
    return kept


@dataclass
class Kept:
    """What was published after each scan, as a reader would have kept it."""

    database: Path
    moments: tuple[datetime, ...]
    scans: list[Played] = field(default_factory=list)
    answers: dict[date, object] = field(default_factory=dict)  # of the end of each day
    report: bytes = b""  # of two days of the past, asked for in the middle of the time

    def keep(self, scan):
        self.scans.append(scan)
        with open_published(self.database) as connection:
            self.answers[tokyo_day(scan.now)] = answers(connection, None)
            if scan.now == self.moments[MONTHS // 2]:
                self.report = self.told(connection)

    def told(self, connection):
        since, until = (tokyo_day(self.moments[month]) for month in REPORTED)
        return b"".join(change_file(build(connection, since, until), style) for style in ReportFormat)


def answers(connection, day):
    """What the commands and the views answer as of a day; None: now."""
    verdicts = "SELECT cluster_id, state, subtype, confidence, since FROM verdict_as_of(?) ORDER BY cluster_id"
    return (
        [status_of(one) for one in standings(connection, scan_as_of(connection, day))],
        connection.execute(verdicts, [day or date.max]).fetchall(),
    )


def test_outages_up_to_20_days_raise_no_alert_of_a_living_site(played):
    raised = [(str(one.day), one.cluster_id, one.kind) for scan in played.scans for one in scan.alerts]
    assert [alert for alert in raised if alert[1] in STAYING] == []


def test_what_truly_ends_is_alerted_exactly_once(played):
    told = Counter((one.cluster_id, one.kind) for scan in played.scans for one in scan.alerts if one.cluster_id)
    assert {alert: times for alert, times in told.items() if alert[0] not in STAYING} == dict.fromkeys(ENDS, 1)


def test_the_outages_were_met_and_visited_again_in_between(played):
    """Or the test above would show nothing."""
    assert sum(scan.kind == "recheck" for scan in played.scans) > MONTHS
    with open_published(played.database) as connection:
        ((met,),) = connection.execute(
            "SELECT count(DISTINCT cluster_id) FROM verdict "
            "WHERE unreachable_since IS NOT NULL AND list_contains($staying, cluster_id)",
            {"staying": list(STAYING)},
        ).fetchall()
    assert met >= 4


def test_a_failure_of_the_whole_network_is_told_once_to_the_operator_and_changes_no_verdict(played):
    moments = played.moments
    assert [one.kind for scan in played.scans for one in scan.alerts if not one.cluster_id] == ["fleet"]
    refused = [scan.now for scan in played.scans if not scan.judged]
    assert refused[0] == moments[DARK_MONTH]
    assert len(refused) > 1  # it was tried again in the dark, and not told again
    day = tokyo_day(moments[DARK_MONTH])
    with open_published(played.database) as connection:
        before, after = (
            connection.execute("SELECT cluster_id, state, subtype FROM verdict_as_of(?) ORDER BY ALL", [one]).fetchall()
            for one in (day - timedelta(days=1), day)
        )
    assert before == after


def test_as_of_each_day_the_answers_are_those_that_were_published_then(played):
    with open_published(played.database) as connection:
        now = {day: answers(connection, day) for day in played.answers}
    assert len(now) > 2 * MONTHS
    assert now == played.answers


def test_a_change_report_of_two_past_days_is_the_same_bytes_a_year_later(played):
    assert b"asagiri-it" in played.report  # it declared its end meanwhile
    with open_published(played.database) as connection:
        assert played.told(connection) == played.report


def test_invented_outages_last_from_an_hour_to_20_days_and_are_the_same_for_the_same_seed():
    moments = monthly(FIRST, MONTHS)
    found = outages(["a.example", "b.example"], moments[0], moments[-1], seed=7)
    assert found == outages(["a.example", "b.example"], moments[0], moments[-1], seed=7)
    assert found != outages(["a.example", "b.example"], moments[0], moments[-1], seed=8)
    assert len(found) > 10
    assert all(timedelta() < one.until - one.first <= LONGEST for one in found)
    assert timedelta(hours=1) == SHORTEST


def test_an_outage_holds_to_the_hour():
    (moment,) = monthly(FIRST, 1)
    world = read_world()
    weather = (Outage("www.seto-kikai.example", "refused", moment, moment + timedelta(hours=1)),)

    def status(now):
        return under(weather, world, now, FIRST).answer("www.seto-kikai.example", "/", FIRST).status

    assert status(moment) == status(moment + timedelta(minutes=59)) == TROUBLES["refused"].status
    assert status(moment - timedelta(minutes=1)) == status(moment + timedelta(hours=1)) == 200


def test_full_scans_fall_on_first_mondays_at_three_in_tokyo():
    assert [f"{moment:%Y-%m-%d %H}" for moment in monthly(date(2026, 11, 3), 3)] == [
        "2026-12-06 18", "2027-01-03 18", "2027-01-31 18",
    ]  # fmt: skip
