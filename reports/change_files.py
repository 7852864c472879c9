"""A change report as a file, in each of its kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.change_tables import to_csv, to_xlsx
from reports.formats import ReportFormat
from reports.rendering import render_report

if TYPE_CHECKING:
    from reports.change_report import ChangeReport


def change_file(report: ChangeReport, style: ReportFormat) -> bytes:
    """The bytes of the file, the same for the same report."""
    match style:
        case ReportFormat.XLSX:
            return to_xlsx(report)
        case ReportFormat.CSV:
            return to_csv(report)
        case _:
            return render_report(report, style).encode()
