"""Thirty kills with -9 at random moments of six monthly scans: every alert reaches two receivers exactly once.

    python -P benchmarks/kill_bench.py [KILLS [SEED]]

The tests do the same with one seed.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from pytest_httpserver import HTTPServer

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipelines.database import open_published
from tests.killed import run_killed


def main() -> int:
    """Print the figures; exit code 1 if an alert was lost or told under two ids."""
    kills, seed = (*map(int, sys.argv[1:]), *(30, 1)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder, HTTPServer() as server:
        receivers, hit = run_killed(Path(folder), server, kills, seed)
        with open_published(Path(folder) / "cluster-monitor.duckdb") as connection:
            raised = Counter(one for (one,) in connection.execute("SELECT alert_id FROM alert").fetchall())
            letters = connection.execute("SELECT recipient, letter_id FROM letter").fetchall()
    mails, posts = receivers.mails(), receivers.posts()
    told = Counter(alert for ids in dict(posts).values() for alert in ids)
    print(f"{hit} of {kills} kills hit a running scan; {len(raised)} alerts, {len(letters)} letters")
    print(f"{len(mails)} mails of {len(set(mails))} ids, {len(posts)} posts of {len(dict(posts))} ids came in")
    fine = told == raised and len(set(mails)) == sum(who == "desk" for who, _ in letters)
    print("each alert came exactly once" if fine else f"not exactly once: {told - raised or raised - told}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
