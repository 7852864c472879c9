"""HTML on paper: the one place where PDF is made, by weasyprint, which draws with Debian's Pango.

The same page gives the same bytes.  Fonts are embedded.  A page whose Japanese could not be shown is not made: empty
boxes in the place of names are no report.
"""

from __future__ import annotations

import logging
import re
from typing import Any

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONTS = "fonts-noto-cjk"
JAPANESE = re.compile("[ぁ-ヿ一-龥]")  # which every Japanese font has; a rare character may lack in a good one


class PdfError(Exception):
    """No PDF can be made on this machine; the sentence says what to install."""


class _Missing(logging.Handler):
    """Collects the characters for which there was no font: weasyprint only logs them."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the character of a warning about a glyph."""
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple) and record.args:
            self.characters.add(str(record.args[0]))


def printed(html: str) -> bytes:
    """A self-contained HTML page as PDF; nothing is fetched for it.

    Raises:
        PdfError: Pango or a Japanese font is missing.
    """
    weasyprint = _weasyprint()
    missing, log = _Missing(), logging.getLogger("weasyprint")
    log.addHandler(missing)
    try:
        nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
        made: bytes = weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf(pdf_tags=True)
    finally:
        log.removeHandler(missing)
    if JAPANESE.search("".join(missing.characters)):
        raise PdfError(
            f"no font on this machine shows Japanese: install one (Debian: apt-get install {FONTS}), then try again"
        )
    return made


def _weasyprint() -> Any:
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - takes a second, and needs libraries that only PDF needs
    except OSError as error:  # of the dynamic linker
        raise PdfError(
            f"PDF needs Pango, which this machine does not have: install it (Debian: apt-get install {PACKAGES} "
            f"{FONTS}), or ask for --format html and print from the browser ({error})"
        ) from error
    return weasyprint
