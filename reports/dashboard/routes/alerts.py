"""The alerts: what was told, who has seen to it, what is muted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from reports.alerts import AlertRow, alert_page
from reports.dashboard.days import TOKYO
from reports.dashboard.desk import RefusedError
from reports.dashboard.roles import Role
from reports.dashboard.session import house, needs
from reports.dashboard.shell import page, say
from reports.dashboard.users import User
from reports.dashboard.words import TONE_OF
from reports.queries import ask

router = APIRouter()
Analyst = Annotated[User, Depends(needs(Role.ANALYST))]
SHOWN = 50
LAST_PAGE = 10_000
MUTED_BY_DEFAULT = timedelta(days=90)
LONGEST_NOTE = 300  # characters
DONE = {"acknowledged": "acknowledge_done", "muted": "mute_done", "unmuted": "unmute_done"}


@dataclass(frozen=True, slots=True)
class Told:
    """One alert, named as the other lists name clusters, and how much it asks of a person."""

    id: str  # of the cluster; "": it is about our own scan
    name_en: str
    name_ja: str
    tone: str
    alert: AlertRow


@dataclass(frozen=True, slots=True)
class Mute:
    """A cluster of which nothing is told up to a day."""

    id: str
    name_en: str
    name_ja: str
    until: date


@router.get("/alerts")
def show(
    request: Request,
    all: bool = False,  # noqa: A002, FBT001, FBT002 - of the address
    note: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=LAST_PAGE)] = 1,
) -> Response:
    """The open alerts, or all, a page at a time."""
    today = house(request).clock().astimezone(TOKYO).date()
    with house(request).published.reader() as connection:
        found, total = alert_page(connection, page_number, SHOWN, everything=all)
        mutes = ask(connection, "mutes", Mute, day=today)
    if not found and page_number > 1:  # acknowledged meanwhile
        return RedirectResponse("/alerts?all=1" if all else "/alerts", 303)
    text = say(request, DONE[note]) if note in DONE else ""
    rows = [Told(one.cluster_id, one.name_en, one.name_ja, TONE_OF.get(one.kind, "plain"), one) for one in found]
    return page(
        request,
        "alerts.html",
        alerts=rows,
        all=all,
        number=page_number,
        last_page=-(-total // SHOWN),
        note=text,
        mute_default=today + MUTED_BY_DEFAULT,
        mutes=mutes,
        yesterday=today - timedelta(days=1),
    )


@router.post("/alerts/{cluster_id}/acknowledge")
def acknowledge(request: Request, user: Analyst, cluster_id: str, note: Annotated[str, Form()] = "") -> Response:
    """Keep that somebody has seen to it."""
    house(request).desk.acknowledge(cluster_id, note.strip()[:LONGEST_NOTE], user.name)
    return RedirectResponse("/alerts?note=acknowledged", 303)


@router.post("/alerts/{cluster_id}/mute")
def mute(request: Request, _: Analyst, cluster_id: str, until: Annotated[str, Form()]) -> Response:
    """Tell nothing of a cluster up to a day."""
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        raise RefusedError(f"write a day as 2026-11-01 (found: {until!r})") from error
    house(request).desk.mute(cluster_id, day)
    today = house(request).clock().astimezone(TOKYO).date()
    return RedirectResponse(f"/alerts?note={'muted' if day >= today else 'unmuted'}", 303)
