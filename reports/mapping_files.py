"""A mapping as a file, in each of its kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import to_json

from reports.formats import MappingFormat
from reports.mapping_page import to_html, to_pdf
from reports.mapping_tables import to_csv, to_xlsx

if TYPE_CHECKING:
    from reports.mapping_report import Mapping
    from reports.words import Language


def mapping_file(mapping: Mapping, style: MappingFormat, language: Language = "en") -> bytes:
    """The bytes of the file, the same for the same mapping; tables for programs have both languages.

    Raises:
        PdfError: what PDF needs is missing on this machine.
    """
    match style:
        case MappingFormat.HTML:
            return to_html(mapping, language)
        case MappingFormat.PDF:
            return to_pdf(mapping, language)
        case MappingFormat.XLSX:
            return to_xlsx(mapping)
        case MappingFormat.CSV:
            return to_csv(mapping)
        case MappingFormat.JSON:
            return to_json(mapping, indent=2) + b"\n"
