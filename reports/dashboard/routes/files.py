"""The reports as files: for who keeps them, prints them or sends them on."""

from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from reports.change_files import change_file
from reports.change_report import build
from reports.dashboard.desk import day_of
from reports.dashboard.downloads import kept_file
from reports.dashboard.session import house
from reports.dashboard.shell import page
from reports.formats import MappingFormat, ReportFormat
from reports.mapping_files import mapping_file
from reports.mapping_report import mapping_report
from reports.queries import scan_bounds
from reports.workbook import workbook

router = APIRouter()
# Kinds offered, with the key of their word; the first is the usual one.
CHANGE_KINDS = (
    (ReportFormat.HTML, "report_page"), (ReportFormat.XLSX, "report_xlsx"), (ReportFormat.CSV, "report_csv"),
    (ReportFormat.MD, "report_md"), (ReportFormat.JSON, "report_json"),
)  # fmt: skip
MAPPING_KINDS = (
    (MappingFormat.HTML, "report_page"), (MappingFormat.PDF, "report_pdf"), (MappingFormat.XLSX, "report_xlsx"),
    (MappingFormat.CSV, "report_zip"), (MappingFormat.JSON, "report_json"),
)  # fmt: skip
Day = Annotated[str, Query(max_length=10)]  # "" where the field of the form is empty
# One at a time: a paper of many pages takes the memory and the processor of several ordinary requests.
_drawing = Lock()


@router.get("/reports")
def reports(request: Request) -> Response:
    """What can be had, and for which days."""
    with house(request).published.reader() as connection:
        bounds = scan_bounds(connection)
    return page(request, "reports.html", bounds=bounds, change_kinds=CHANGE_KINDS, mapping_kinds=MAPPING_KINDS)


@router.get("/reports/changes")
def changes(request: Request, since: Day = "", until: Day = "", kind: ReportFormat = ReportFormat.HTML) -> Response:
    """The change report of a period."""
    with _drawing, house(request).published.reader() as connection:
        found = build(connection, day_of(since), day_of(until))
        content = change_file(found, kind)
    first = f"{found.since.day}-to-" if found.since else ""
    return kept_file(content, f"changes-{first}{found.until.day}", kind.value)


@router.get("/reports/mapping")
def mapping(request: Request, as_of: Day = "", compare: Day = "", kind: MappingFormat = MappingFormat.HTML) -> Response:
    """The mapping of a day, compared with another."""
    with _drawing, house(request).published.reader() as connection:
        found = mapping_report(connection, day_of(as_of), day_of(compare))
        content = mapping_file(found, kind, request.state.wish.language)
    ending = "zip" if kind is MappingFormat.CSV else kind.value  # a table each
    return kept_file(content, f"mapping-{found.as_of}", ending)


@router.get("/reports/workbook")
def whole_workbook(request: Request, as_of: Day = "") -> Response:
    """The workbook of a day."""
    day = day_of(as_of)
    with _drawing, house(request).published.reader() as connection:
        content = workbook(connection, day)
        last = day or scan_bounds(connection).last_day
    return kept_file(content, f"clusters-{last}", "xlsx")
