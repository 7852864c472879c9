"""A process killed with -9 at random moments loses no alert and tells none twice, as far as a receiver can see.

`python -P benchmarks/kill_bench.py KILLS SEED` does the same at other moments.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipelines.database import open_published
from tests.killed import run_killed

KILLS = 30
TRUE = {
    ("asagiri-it", "declared"),
    ("kasumi-food", "ceased"),
    ("tsukishiro-nano", "taken_over"),
    ("aoba-medical", "taken_over"),
}


@pytest.fixture(scope="module")
def survived(tmp_path_factory, make_httpserver):
    folder = tmp_path_factory.mktemp("killed")
    return (*run_killed(folder, make_httpserver, KILLS), folder / "cluster-monitor.duckdb")


def test_each_true_transition_reaches_each_receiver_exactly_once_although_the_process_is_killed(survived):
    receivers, hit, database = survived
    with open_published(database) as connection:
        raised = connection.execute("SELECT alert_id, cluster_id, kind FROM alert").fetchall()
        letters = connection.execute("SELECT recipient, letter_id, alerts FROM letter").fetchall()
    told = {alert: times for alert, times in Counter(one[1:] for one in raised).items() if alert in TRUE}
    assert told == dict.fromkeys(TRUE, 1)
    # A receiver drops what it knows by its id; what is left is every letter, and every alert once.
    assert {f"<{one}@helpdesk.example>" for who, one, _ in letters if who == "desk"} == set(receivers.mails())
    posts = dict(receivers.posts())
    assert {one for who, one, _ in letters if who == "crm"} == set(posts)
    assert Counter(alert for ids in posts.values() for alert in ids) == Counter(one[0] for one in raised)
    repeated = len(receivers.mails()) - len(set(receivers.mails())) + len(receivers.posts()) - len(posts)
    assert repeated <= hit


def test_all_letters_are_known_as_sent(survived):
    with open_published(survived[2]) as connection:
        states = connection.execute("SELECT state, count(*) FROM letter_status GROUP BY state").fetchall()
    assert [state for state, _ in states] == ["sent"]


def test_the_processes_were_killed_indeed(survived):
    assert survived[1] > KILLS / 2
