"""The kinds of file that reports and exports come in."""

from __future__ import annotations

from enum import StrEnum


class ReportFormat(StrEnum):
    """Kinds of a change report."""

    HTML = "html"
    MD = "md"
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"


class MappingFormat(StrEnum):
    """Kinds of a mapping report."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"  # a ZIP file with a CSV file for every table
    JSON = "json"


class ExportFormat(StrEnum):
    """Kinds of an export."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
