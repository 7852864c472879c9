"""Scans of the invented web that are killed with -9 at random moments, and what two receivers got in the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from crawler.demo.play import DAYS
from crawler.demo.web import BoxWeb
from crawler.demo.world import REGISTER
from tests.receivers import mail_server

if TYPE_CHECKING:
    from pathlib import Path

# One that ends, one whose name goes, one parked, one taken over, and living ones beside them.
IDS = "asagiri-it,kasumi-food,tsukishiro-nano,aoba-medical,kitamori-bio,seto-kikai,minato-material"
LATER = (date(2026, 11, 2), date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1))  # for kills that came too late
SHORTEST_SHARE = 0.4  # begin, store, publish and send are left when all sites have been visited
LONGEST_SECONDS = 240  # a run that is not killed ends long before, on a machine under load too
SETTINGS = """
[fetch]
delay_seconds = 0
pages_per_site = 3
allow_private_hosts = true
contact = "tests@helpdesk.example"

[alert.smtp]
host = "{smtp.host}"
port = {smtp.port}
sender = "monitor@helpdesk.example"

[[alert.recipients]]
name = "desk"
channel = "mail"
address = "desk@helpdesk.example"

[[alert.recipients]]
name = "crm"
channel = "webhook"
address = "{hook}"
secret = "shared secret"
immediate = ["taken_over"]
"""


class Receivers:
    """What came: ids of mails, and (letter id, ids of its alerts) of webhooks, repetitions included."""

    def __init__(self, inbox, hook):
        self._inbox, self._hook = inbox, hook

    def mails(self):
        return self._inbox.ids()

    def posts(self):
        # A post whose sender was killed in the middle ends before its own length: no receiver takes it for a letter.
        bodies = [(request.get_data(), request.content_length) for request, _ in self._hook.log]
        told = [json.loads(body) for body, length in bodies if len(body) == length]
        return [(one["letter_id"], tuple(alert["alert_id"] for alert in one["alerts"])) for one in told]


def run_killed(folder: Path, httpserver, kills: int, seed: int = 1) -> tuple[Receivers, int]:
    """Six monthly scans, killed so many times and given again each time; the receivers, and how many kills hit."""
    httpserver.expect_request("/hook", method="POST").respond_with_data("taken")
    with mail_server() as (inbox, smtp), BoxWeb(DAYS[0]) as box:
        settings = folder / "monitor.toml"
        settings.write_text(SETTINGS.format(smtp=smtp, hook=httpserver.url_for("/hook")), encoding="utf-8")
        random, hit = Random(seed), 0
        length = _run(folder, box, DAYS[0], None)  # the first scan only looks, and tells how long one takes
        for number, day in enumerate((*DAYS[1:], *LATER), start=1):
            if day in LATER and hit == kills:
                break
            box.play(day)
            share = 1.0  # of the length that is left: a killed scan goes on where it was
            while hit < min(kills, kills * number // (len(DAYS) - 1)):
                if _run(folder, box, day, length * share * random.random()) is not None:
                    break  # it was done before it could be killed; the next month makes up for it
                hit, share = hit + 1, max(SHORTEST_SHARE, share * 0.8)
            _run(folder, box, day, None)
        return Receivers(inbox, httpserver), hit


def _run(folder, box, day, seconds):
    """One scan command; killed after so many seconds (then None), else the seconds it took."""
    command = [sys.executable, "-P", "-m", "crawler.cli", "--config", "monitor.toml", "scan"]
    options = ["--now", str(day), "--seeds", str(REGISTER), "--proxy", box.proxy, "--workers", "1", "--only", IDS]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _, said = process.communicate(timeout=LONGEST_SECONDS if seconds is None else seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert seconds is not None, "a scan hangs"
        return None
    assert process.returncode == 0, said.decode()
    return time.monotonic() - began
