"""The register: seeds/clusters.csv and what people import, as clusters.

A register is used whole or not at all: every problem of every row is reported at once, with line, column and remedy,
and one problem is enough for nothing to be loaded.  What is only odd is a warning.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.cells import READERS, CellError, written
from crawler.durable import replacing
from crawler.records import Cluster
from crawler.sheet import SheetError, SheetRow, read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COLUMNS = tuple(field.name for field in fields(Cluster))
# What `Cluster` has for an empty cell where that is not "".
EMPTY: Mapping[str, object] = {
    "sector": (), "tags": (), "paused": False,
    "project_based": None, "programme_start": None, "programme_end": None, "planned_end": None,
}  # fmt: skip
# Excel in Japan takes a CSV file without a BOM for cp932 and shows UTF-8 as mojibake; with it, it reads what we wrote.
ENCODING = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a register, and what to do about it."""

    line: int  # of the file, from 1; 0 = the file as a whole
    column: str  # "" = the row as a whole
    value: str
    remedy: str

    def __str__(self) -> str:
        """One line for people: where, what, remedy."""
        place = f"line {self.line}" if self.line else "the file"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.remedy}" + (f" (found: {self.value[:80]!r})" if self.value else "")


class RegisterError(Exception):
    """The register cannot be used; `problems` has all that is wrong, in the order of the file."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        lines = [f"{path} has {len(self.problems)} problem(s), nothing was loaded:", *map(str, self.problems)]
        super().__init__("\n  ".join(lines))


@dataclass(frozen=True, slots=True)
class Register:
    """A register without problems, and what is odd in it."""

    clusters: tuple[Cluster, ...]
    warnings: tuple[Problem, ...] = ()


def load_register(path: Path) -> tuple[Cluster, ...]:
    """The clusters of a register file in its order.

    Raises:
        RegisterError: anything is wrong with the file; nothing is loaded then.
    """
    return read_register(path).clusters


def read_register(path: Path) -> Register:
    """The clusters of a register file, with warnings.

    Args:
        path: CSV (UTF-8 with or without BOM, UTF-16, Shift_JIS; comma, semicolon or tab) or XLSX (first sheet).

    Raises:
        RegisterError: anything is wrong with the file; nothing is loaded then.
    """
    try:
        rows = read_sheet(path, COLUMNS)
    except SheetError as error:
        raise RegisterError(path, [Problem(error.line, "", "", error.remedy)]) from error
    return _checked(path, rows)


def check_rows(rows: Iterable[Mapping[str, str]]) -> Register:
    """The clusters of rows that were not read from a file, each with a cell for every column.

    Raises:
        RegisterError: anything is wrong; the first row is line 2, as it would be in a file.
    """
    lines = [SheetRow(line, tuple(row[column].strip() for column in COLUMNS)) for line, row in enumerate(rows, start=2)]
    return _checked(Path("the register"), (SheetRow(1, COLUMNS), *lines))


def _checked(path: Path, rows: Sequence[SheetRow]) -> Register:
    if not rows:
        raise RegisterError(path, [Problem(0, "", "", f"is empty: the first line has to name {', '.join(COLUMNS)}")])
    header = [cell.lower() for cell in rows[0].cells]
    if wrong_header := list(_header_problems(rows[0].line, header)):  # then every row would be wrong for that alone
        raise RegisterError(path, wrong_header)
    problems: list[Problem] = []
    clusters: list[tuple[int, Cluster]] = []
    for row in rows[1:]:
        values, wrong = _read_row(row, header)
        problems += wrong
        if not wrong:
            clusters.append((row.line, Cluster(**values)))
    problems += _repeated_ids(rows[1:], header)
    if len(rows) == 1:
        problems.append(Problem(0, "", "", "has no rows: add one line for each cluster"))
    if problems:
        raise RegisterError(path, problems)
    warnings = (*_unknown_columns(rows[0].line, header), *_overlaps(clusters))
    return Register(tuple(cluster for _, cluster in clusters), warnings)


def _header_problems(line: int, header: Sequence[str]) -> Iterator[Problem]:
    if "id" not in header:
        yield Problem(line, "id", "", "the first line has to name the columns, id among them")
    if not {"name_en", "name_ja"} & set(header):
        yield Problem(line, "name_en", "", "a column name_en or name_ja is needed")
    for column in dict.fromkeys(one for one in header if one and header.count(one) > 1):
        yield Problem(line, column, "", "the column is there twice: remove one")


def _unknown_columns(line: int, header: Iterable[str]) -> Iterator[Problem]:
    for column in header:
        if column and column not in COLUMNS:
            near = get_close_matches(column, COLUMNS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(COLUMNS)}"
            yield Problem(line, column, "", f"the column is unknown and was not read: {hint}")


def _read_row(row: SheetRow, header: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a cluster, and what is wrong with the row."""
    values: dict[str, Any] = {"id": "", "name_en": "", "name_ja": "", "website": ""}
    problems = []
    if any(row.cells[len(header) :]):
        remedy = "the row has more cells than the first line has columns: put cells with a comma in quotation marks"
        problems.append(Problem(row.line, "", ",".join(row.cells[len(header) :]), remedy))
    for column, cell in zip(header, row.cells, strict=False):
        if column not in READERS:
            continue
        try:
            values[column] = READERS[column](cell) if cell else EMPTY.get(column, "")
        except CellError as error:
            values[column] = EMPTY.get(column, "")
            problems.append(Problem(row.line, column, cell, str(error)))
    wrong_columns = {problem.column for problem in problems}
    problems += [one for one in _contradictions(row.line, values) if one.column not in wrong_columns]
    return values, problems


def _contradictions(line: int, values: Mapping[str, Any]) -> Iterator[Problem]:
    if not values["id"]:
        yield Problem(line, "id", "", "every row needs an id")
    if not values["name_en"] and not values["name_ja"]:
        yield Problem(line, "name_en", "", "every row needs a name in English or Japanese")
    if values.get("scope") and not values["website"]:
        yield Problem(line, "scope", values["scope"], "a scope is a path of the website: add the website")
    start = values.get("programme_start")
    for column in ("programme_end", "planned_end"):
        end = values.get(column)
        if start and end and end < start:
            yield Problem(line, column, str(end), f"the end is before programme_start ({start}): correct one of them")


def _repeated_ids(rows: Iterable[SheetRow], header: Sequence[str]) -> Iterator[Problem]:
    column, first = header.index("id"), dict[str, int]()
    for row in rows:
        value = row.cells[column] if column < len(row.cells) else ""
        if value and first.setdefault(value.casefold(), row.line) != row.line:
            yield Problem(row.line, "id", value, f"the id is taken by line {first[value.casefold()]}: give it another")


def _overlaps(clusters: Sequence[tuple[int, Cluster]]) -> Iterator[Problem]:
    """Clusters that lie inside another's website unsaid: the news of one would count for both."""
    places = [(_place(cluster), line, cluster) for line, cluster in clusters if cluster.website]
    outer: list[tuple[str, Cluster]] = []  # places that contain the present one, outermost first
    for place, line, cluster in sorted(places, key=lambda one: one[:2]):
        while outer and not place.startswith(outer[-1][0]):
            outer.pop()
        if outer and outer[-1][1].id != cluster.parent:
            other = outer[-1][1].id
            remedy = f"the website lies inside that of {other}: name {other} as parent, or give both a scope"
            yield Problem(line, "website", cluster.website, remedy)
        outer.append((place, cluster))


def _place(cluster: Cluster) -> str:
    """Host and folder of the cluster: "pref.example/cluster/"."""
    parts = urlsplit(cluster.website)
    path = cluster.scope or parts.path.rpartition("/")[0]
    return f"{parts.netloc.lower().removeprefix('www.')}/{path.strip('/')}".rstrip("/") + "/"


# ---------------------------------------------------------------- comparing and writing


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell of the register that another register has otherwise."""

    id: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking a new register over would change."""

    added: tuple[Cluster, ...]
    removed: tuple[Cluster, ...]
    changed: tuple[FieldChange, ...]


def difference(old: Iterable[Cluster], new: Iterable[Cluster]) -> Difference:
    """What differs between two registers, in the order of the new one (removed rows: of the old one)."""
    before = {cluster.id: cluster for cluster in old}
    after = {cluster.id: cluster for cluster in new}
    return Difference(
        added=tuple(cluster for cluster in after.values() if cluster.id not in before),
        removed=tuple(cluster for cluster in before.values() if cluster.id not in after),
        changed=tuple(
            FieldChange(cluster.id, column, written(getattr(before[cluster.id], column)), written(value))
            for cluster in after.values()
            if cluster.id in before
            for column in COLUMNS
            if (value := getattr(cluster, column)) != getattr(before[cluster.id], column)
        ),
    )


def write_register(path: Path, clusters: Iterable[Cluster]) -> None:
    """Write a register as CSV that Excel opens as it is; the file is replaced whole or not at all.

    Raises:
        OSError: the folder is missing, read-only or full; the earlier file is untouched.
    """
    with replacing(path) as part:
        part.write_text(_csv(clusters), encoding=ENCODING, newline="")


def fingerprint(clusters: Iterable[Cluster]) -> str:
    """sha256 of what a register says, whatever file format said it."""
    return hashlib.sha256(_csv(clusters).encode()).hexdigest()


def _csv(clusters: Iterable[Cluster]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([written(getattr(cluster, column)) for column in COLUMNS] for cluster in clusters)
    return lines.getvalue()
