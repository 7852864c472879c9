"""Settings come from one file and the environment; a key that does not exist is never taken for a default."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from crawler.config import Config, ConfigError, Origin, known_keys, load_config, origins

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, name: str = "monitor.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path | None, environ: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(path, environ)
    return list(caught.value.problems)


def test_without_file_and_environment_everything_is_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config(None, {"PATH": "/bin", "MONITORING": "1"})
    assert config == Config()
    assert {origin.source for origin in origins(config)} == {"default"}


def test_the_environment_outranks_the_file_and_every_value_says_where_it_came_from(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '# settings\n[fetch]\ndelay_seconds = 2\ncontact = "mail@example.org"\n\n[verdict.rhythm]\nstale_days = 600\n',
    )
    config = load_config(path, {"MONITOR_FETCH__DELAY_SECONDS": "0", "MONITOR_FETCH__ALLOW_PRIVATE_HOSTS": "true"})
    assert (config.fetch.delay_seconds, config.fetch.allow_private_hosts) == (0.0, True)
    assert (config.fetch.contact, config.verdict.rhythm.stale_days) == ("mail@example.org", 600)
    found = {origin.key: origin for origin in origins(config)}
    assert found["fetch.delay_seconds"] == Origin("fetch.delay_seconds", 0.0, "MONITOR_FETCH__DELAY_SECONDS")
    assert found["fetch.contact"].source == f"{path}:4"
    assert found["verdict.rhythm.stale_days"].source == f"{path}:7"
    assert found["fetch.depth"].source == "default"


def test_the_file_is_the_one_named_then_the_variable_then_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "scan.workers = 3")
    by_variable = written(tmp_path, "scan.workers = 4", "variable.toml")
    by_name = written(tmp_path, "scan.workers = 5", "named.toml")
    assert load_config(None, {}).scan.workers == 3
    assert load_config(None, {"MONITOR_CONFIG": str(by_variable)}).scan.workers == 4
    assert load_config(by_name, {"MONITOR_CONFIG": str(by_variable)}).scan.workers == 5


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("fetch.delay_second", "fetch.delay_seconds"),
        ("fetch.dealy_seconds", "fetch.delay_seconds"),
        ("verdict.stale_days", "verdict.rhythm.stale_days"),
        ("fecth.depth", "fetch.depth"),
        ("workers", "scan.workers"),
    ],
)
def test_an_unknown_key_is_named_with_its_place_and_the_nearest_known_one(tmp_path: Path, key: str, near: str) -> None:
    path = written(tmp_path, f"{key} = 1\n")
    variable = "MONITOR_" + key.upper().replace(".", "__")
    assert problems(path, {}) == [f"{path}:1: there is no setting {key}: did you mean {near}?"]
    assert problems(None, {variable: "1"}) == [f"{variable}: there is no setting {key}: did you mean {near}?"]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, '[fetch]\ndepth = "deep"\nnonsense = 1\n')
    found = problems(path, {"MONITOR_SCAN__WORKERS": "many"})
    assert len(found) == 3
    assert found[0].startswith(f"{path}:3: there is no setting fetch.nonsense")
    assert found[1].startswith(f"{path}:2: fetch.depth: Input should be a valid integer")
    assert found[2].startswith("MONITOR_SCAN__WORKERS: scan.workers: Input should be a valid integer")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("fetch.delay_seconds", "-1", "write a number of 0 or more"),
        ("fetch.delay_seconds", "nan", "write a number of 0 or more"),
        ("fetch.jitter", "1.5", "write a number from 0 to 1"),
        ("guard.max_failed_share", "30", "write a number from 0 to 1"),
        ("scan.workers", "0", "write a number of 1 or more"),
        ("verdict.change_weight", "-4", "write a number of 0 or more"),
        ("verdict.rhythm.window_first_month", "13", "write a number from 1 to 12"),
        ("fetch.proxy", "localhost:8080", "write an address that begins with http"),
        ("log.level", "LOUD", "write one of DEBUG, INFO"),
    ],
)
def test_a_value_out_of_range_is_refused(key: str, value: str, said: str) -> None:
    variable = "MONITOR_" + key.upper().replace(".", "__")
    (problem,) = problems(None, {variable: value})
    assert problem.startswith(f"{variable}: {key}: {said}")


def test_weights_of_the_rhythm_may_be_negative() -> None:
    assert load_config(None, {"MONITOR_VERDICT__RHYTHM__SILENCE_WEIGHT": "-2"}).verdict.rhythm.silence_weight == -2


def test_a_section_written_as_a_value_and_a_value_as_a_section_are_errors(tmp_path: Path) -> None:
    assert "there is no setting fetch" in problems(written(tmp_path, "fetch = 1"), {})[0]
    assert "there is no setting fetch.depth.x" in problems(written(tmp_path, "[fetch.depth]\nx = 1"), {})[0]


def test_a_missing_file_or_one_that_is_no_toml_is_named(tmp_path: Path) -> None:
    assert "check the path" in problems(tmp_path / "nowhere.toml", {})[0]
    assert "check the path" in problems(None, {"MONITOR_CONFIG": str(tmp_path / "nowhere.toml")})[0]
    assert "is no valid TOML" in problems(written(tmp_path, "[fetch"), {})[0]


def test_every_key_can_be_set_by_its_variable_to_its_own_default() -> None:
    def written(value: object) -> str:
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    environ = {"MONITOR_" + one.key.upper().replace(".", "__"): written(one.value) for one in origins(Config())}
    config = load_config(None, environ)
    assert config == Config()
    assert {origin.key: origin.source for origin in origins(config)} == dict(
        zip(known_keys(), ("MONITOR_" + key.upper().replace(".", "__") for key in known_keys()), strict=True)
    )


def test_the_contact_becomes_part_of_the_user_agent() -> None:
    fetch = load_config(None, {"MONITOR_FETCH__CONTACT": "https://helpdesk.example/bot"}).fetch
    assert fetch.policy().user_agent == "cluster-monitor (+https://helpdesk.example/bot)"
    assert Config().fetch.policy().user_agent == "cluster-monitor"


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config().scan.workers = 3
