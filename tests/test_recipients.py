"""Recipients are read from monitor.toml with every problem named, and no secret is ever shown."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.config import ConfigError, load_config

GOOD = """
[[alert.recipients]]
name = "desk"
channel = "mail"
address = "desk@helpdesk.example"
sectors = ["LIFE"]

[[alert.recipients]]
name = "crm"
channel = "webhook"
address = "env:CRM_ADDRESS"
secret = "env:CRM_SECRET"
"""
SECRETS = {
    "CRM_ADDRESS": "https://crm.example/hook?token=abc",
    "CRM_SECRET": "shared secret",
    "MONITOR_ALERT__SMTP__PASSWORD": "pass word",
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "monitor.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def problems(path, text, environ=SECRETS):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path, environ)
    return list(caught.value.problems)


def test_recipients_come_from_the_file_and_their_secrets_from_the_environment(file):
    desk, crm = load_config(file, SECRETS).alert.recipients
    assert (desk.name, desk.channel, desk.sectors, desk.kinds) == ("desk", "mail", ("LIFE",), ())
    assert (crm.address, crm.secret) == (SECRETS["CRM_ADDRESS"], "shared secret")


def test_a_variable_can_hold_all_recipients_as_json():
    one = {"name": "desk", "channel": "mail", "address": "desk@helpdesk.example"}
    config = load_config(None, {"MONITOR_ALERT__RECIPIENTS": json.dumps([one])})
    assert [recipient.name for recipient in config.alert.recipients] == ["desk"]


def test_neither_addresses_nor_secrets_are_shown(file, monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    for form in ([], ["--json"]):
        shown = CliRunner().invoke(app, ["--config", str(file), "config", "show", *form]).output
        assert "crm (webhook)" in shown
        assert [value for value in (*SECRETS.values(), "desk@helpdesk.example") if value in shown] == []
    assert "shared secret" not in repr(load_config(file, SECRETS))
    assert "pass word" not in repr(load_config(file, SECRETS))


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("sectr =", "sectors =", "entry 1 (desk): there is no setting sectr: did you mean sectors?"),
        (
            'channel = "fax"',
            'channel = "mail"',
            "entry 1 (desk): channel: Input should be 'mail', 'webhook' or 'apprise'",
        ),
        ("desk.helpdesk", "desk@helpdesk", "address: write one mail address"),
        ('name = "crm"', 'name = "desk"', "2 recipients have the name 'crm'"),
        ('kinds = ["died"]\nsectors', "sectors", "there is no kind of alert 'died': there are fleet, taken_over"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_remedy(tmp_path, wrong, right, said):
    (problem,) = problems(tmp_path / "monitor.toml", GOOD.replace(right, wrong, 1))
    assert problem.startswith(f"{tmp_path / 'monitor.toml'}:2: alert.recipients")
    assert said in problem


def test_a_variable_that_is_not_set_is_named_and_its_neighbours_are_still_checked(file):
    (first, second) = problems(file, GOOD, {})
    assert "address: the environment variable CRM_ADDRESS is not set" in first
    assert "secret: the environment variable CRM_SECRET is not set" in second


@pytest.mark.parametrize("text", ["[alert]\nrecipients = 3", '[alert]\nrecipients = ["desk"]'])
def test_recipients_that_are_no_tables_are_refused(tmp_path, text):
    (problem,) = problems(tmp_path / "monitor.toml", text)
    assert "[[alert.recipients]]" in problem
