"""The register of clusters: check a file, list it, take another one over."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.common import AsJson, Style, configured, say
from reports.tables import Format, write_json, write_rows, write_table

if TYPE_CHECKING:
    from crawler.registry import Difference, Problem, Register

COLUMNS = ("id", "name_en", "name_ja", "website", "prefecture", "region", "sector", "paused")

File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A register, CSV or XLSX; without it the configured one.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Findings:
    """What `register check` found; with problems nothing was loaded."""

    clusters: int
    problems: "tuple[Problem, ...]"
    warnings: "tuple[Problem, ...]"


def check(context: typer.Context, file: File = None, *, as_json: AsJson = False) -> None:
    """Check a register: every problem with its line, its column and the remedy."""
    from crawler.registry import RegisterError, read_register  # noqa: PLC0415 - slow: see crawler.commands.common

    path = file or Path(configured(context).store.register)
    try:
        register = read_register(path)
    except RegisterError as error:
        if as_json:
            write_json(Findings(0, error.problems, ()), sys.stdout)
        raise
    if as_json:
        write_json(Findings(len(register.clusters), (), register.warnings), sys.stdout)
    else:
        _warn(register)
        typer.echo(f"{path}: {len(register.clusters)} clusters, no problems, {len(register.warnings)} warnings")


def show(context: typer.Context, file: File = None, *, style: Style = Format.TABLE, as_json: AsJson = False) -> None:
    """List the clusters of a register."""
    from crawler.registry import load_register  # noqa: PLC0415 - slow: see crawler.commands.common

    clusters = load_register(file or Path(configured(context).store.register))
    if as_json or style is Format.JSON:
        write_json(clusters, sys.stdout)
    else:
        rows = [[getattr(cluster, column) for column in COLUMNS] for cluster in clusters]
        write_rows(COLUMNS, rows, style, sys.stdout)


def take_over(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new register, CSV or XLSX.", show_default=False)],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Replace the configured register by another file, and show what that changes; rows not in the file are removed."""
    from crawler.registry import difference, load_register, read_register, write_register  # noqa: PLC0415 - slow

    place = Path(configured(context).store.register)
    new = read_register(file)
    found = difference(load_register(place) if place.exists() else (), new.clusters)
    if as_json:
        write_json(found, sys.stdout)
    else:
        _warn(new)
        _print(found)
    if dry_run:
        say(f"{place} is unchanged (--dry-run)")
    else:
        write_register(place, new.clusters)
        say(f"{place} has {len(new.clusters)} clusters now; the next scan uses them")


def _warn(register: "Register") -> None:
    for warning in register.warnings:
        say(f"warning: {warning}")


def _print(found: "Difference") -> None:
    rows: list[tuple[object, ...]] = []
    rows += [("added", cluster.id, "", "", cluster.name_en or cluster.name_ja) for cluster in found.added]
    rows += [("removed", cluster.id, "", cluster.name_en or cluster.name_ja, "") for cluster in found.removed]
    rows += [("changed", one.id, one.field, one.before, one.after) for one in found.changed]
    if rows:
        write_table(("what", "id", "column", "before", "after"), rows, sys.stdout)
    else:
        typer.echo("nothing differs")
