"""The commands `serve`, `user add` and `user token`."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from reports.dashboard.roles import Role
from reports.dashboard.users import Users
from tests import ledger
from tests.house import PASSWORD

runner = CliRunner()


def serve(*options):
    return [sys.executable, "-P", "-m", "crawler.cli", "serve", *options]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "monitor.example"])
def test_others_may_not_reach_it_before_somebody_has_a_password(tmp_path, host):
    result = runner.invoke(app, ["serve", "--host", host, "--database", str(tmp_path / "monitor.duckdb")])
    assert result.exit_code == 2
    assert "nobody has a password yet" in re.sub(r"[\s│]+", " ", result.output)


def test_a_user_is_added_with_a_password_that_is_asked_for(tmp_path):
    database = tmp_path / "monitor.duckdb"
    command = ["user", "add", "ada", "--role", "admin", "--database", str(database)]
    assert runner.invoke(app, command, input="short\nshort\n").exit_code == 2
    assert runner.invoke(app, command, input=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert Users.beside(database).checked("ada", PASSWORD).role is Role.ADMIN


def test_a_token_is_printed_once_and_gives_no_more_than_its_user_has(tmp_path):
    database = tmp_path / "monitor.duckdb"
    Users.beside(database).put("vera", Role.VIEWER, PASSWORD)

    def token(user, role):
        command = ["user", "token", user, "--for", "mapping", "--role", role, "--database", str(database)]
        return runner.invoke(app, command)

    assert token("nobody", "viewer").exit_code == 2
    assert token("vera", "analyst").exit_code == 2
    made = token("vera", "viewer")
    assert made.exit_code == 0
    found = Users.beside(database).tokens
    assert found.known(made.stdout.strip(), found.of("vera")[0].made).name == "mapping"
    assert token("vera", "viewer").exit_code == 2


def test_the_first_start_prints_the_link_of_the_administrator_serves_the_pages_and_ends_when_told(tmp_path):
    database = ledger.build(tmp_path / "monitor.duckdb")
    command = serve("--port", "0", "--database", str(database))
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as server:
        try:
            said = "".join(server.stderr.readline() for _ in range(3))
            assert re.search(r"http://127\.0\.0\.1:\d+/first\?token=[\w-]{20,}", said)
            place = re.search(r"http://127\.0\.0\.1:(\d+)/", said)[0]
            assert b'"status":"ok"' in answered(f"{place}healthz")
        finally:
            server.terminate()
            assert server.wait(timeout=60) == 0


def answered(url):
    """What the address answers, as soon as it does."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")
