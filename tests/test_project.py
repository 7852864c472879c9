"""The repository keeps its own rules."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ("crawler", "pipelines", "reports", "spiders")
LOCKS = ("requirements.lock", "requirements-dev.lock")

LEFTOVERS = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
# Where packages come from, and folders of one person's machine.
PLACES = re.compile(
    r"pypi\.(?:org|python)|python" r"hosted\.org|npm" r"js\.org|deb\.debian" r"\.org|/(?:root|home|work)/\w"
)


def tracked(*folders):
    """Paths of the files that git keeps, below the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *folders], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts():
    """Name and text of every tracked text file."""
    for name in tracked():
        body = (ROOT / name).read_bytes()
        if b"\0" not in body:
            yield name, body.decode("utf-8", "replace")


def pinned(lock):
    """Name of each package of a lock file with its version and its lines."""
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {(*entry.split(" ", 1)[0].split("=="),): entry for entry in entries}


@pytest.mark.parametrize(("pattern", "what"), [(LEFTOVERS, "a leftover"), (PLACES, "a registry or a machine's path")])
def test_no_tracked_file_holds(pattern, what):
    found = [f"{name}: {what} {match.group()!r}" for name, text in texts() for match in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock):
    entries = pinned(lock)
    assert len(entries) > 50
    assert [name for name, lines in entries.items() if "--hash=sha256:" not in lines] == []
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_what_runs_is_locked_as_it_is_tested():
    assert set(pinned("requirements.lock")) <= set(pinned("requirements-dev.lock"))


def test_the_lock_holds_every_declared_dependency_in_a_version_that_is_allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    extras = project["project"]["optional-dependencies"].values()
    declared = [*project["project"]["dependencies"], *(entry for extra in extras for entry in extra)]
    declared += [entry for group in groups for entry in group if isinstance(entry, str)]
    versions = {canonicalize_name(name): version for name, version in pinned("requirements-dev.lock")}
    for requirement in map(Requirement, declared):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_every_decision_is_numbered_without_a_gap_and_stands_in_the_index_under_its_title():
    folder = ROOT / "docs" / "decisions"
    records = sorted(folder.glob("0*.md"))
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [record.name[:4] for record in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    for record in records:
        number, _, title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(" ")
        assert f"| [{number}]({record.name}) | {title} |" in index
    assert index.count("\n| [0") == len(records)


def test_the_wheel_holds_every_file_of_the_four_packages(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert set(tracked(*PACKAGES)) <= set(archive.namelist())


def test_no_module_is_longer_than_the_400_lines_that_contributing_allows():
    """But the records: they are looked up, not read through."""
    modules = {name: text.count("\n") for name, text in texts() if name.startswith(PACKAGES) and name.endswith(".py")}
    assert {name for name, count in modules.items() if count > 400} <= {"crawler/records.py"}
