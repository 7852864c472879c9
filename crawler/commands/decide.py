"""What people decide over the machine, and what asks for their decision."""

import getpass
import sys
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.common import AsJson, ClusterId, Database, Now, Style, configured, day, present, published, say
from reports.tables import Format, write_json, write_rows

if TYPE_CHECKING:
    from crawler.records import Verdict

REVIEW_COLUMNS = ("id", "name", "state", "what", "machine", "since", "reason", "url")


class Choice(StrEnum):
    """What can be decided."""

    ACTIVE = "active"
    STATIC = "static"
    CEASED = "ceased"
    CLEAR = "clear"


def decide(
    context: typer.Context,
    cluster_id: ClusterId,
    choice: Annotated[
        Choice,
        typer.Argument(
            metavar="active|static|ceased|clear", help="The state, or back to the machine's.", show_default=False
        ),
    ],
    *,
    why: Annotated[str, typer.Option(metavar="TEXT", help="How you know; shown as the reason.", show_default=False)],
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Who decides; your login by default.", show_default=False)
    ] = "",
    until: Annotated[
        date | None,
        typer.Option(parser=day, metavar="D", help="The last day on which it holds.", show_default=False),
    ] = None,
    database: Database = None,
    now: Now = None,
) -> None:
    """Decide the state of a cluster over the machine, at once and until it is cleared or its last day is over.

    Earlier decisions are kept.  What the machine sees is kept beside it; where that comes to contradict a decision,
    `cluster-monitor review` lists the cluster, and the decision holds on.
    """
    from crawler.decision import decide as take  # noqa: PLC0415 - slow: see crawler.commands.common
    from crawler.records import Decision, State  # noqa: PLC0415

    if not why.strip():
        raise typer.BadParameter("say how you know", param_hint="--why")
    state = None if choice is Choice.CLEAR else State(choice.value)
    decision = Decision(cluster_id, state, why.strip(), by or getpass.getuser(), now or present(), until)
    before, after = take(configured(context, database=database), decision)
    say(f"{cluster_id}: {_told(before)} → {_told(after)}" if after else f"{cluster_id}: heeded by its first scan")


def review(
    context: typer.Context, *, style: Style = Format.TABLE, as_json: AsJson = False, database: Database = None
) -> None:
    """List what asks for a person: contradicted decisions and doubts, the most harmful first."""
    from reports.queries import standings  # noqa: PLC0415 - slow: see crawler.commands.common
    from reports.review import items  # noqa: PLC0415

    with published(context, database) as connection:
        found = items(standings(connection))
    if as_json or style is Format.JSON:
        write_json(found, sys.stdout)
    else:
        rows = [[getattr(one, column) for column in REVIEW_COLUMNS] for one in found]
        write_rows(REVIEW_COLUMNS, rows, style, sys.stdout)


def _told(verdict: "Verdict | None") -> str:
    if verdict is None:
        return "never judged"
    return f"{verdict.state.value} ({verdict.subtype})" if verdict.subtype else verdict.state.value
