"""Files to be kept, not shown: a page of its own would need what our own pages forbid."""

from __future__ import annotations

from fastapi.responses import Response

# What a file of an ending is sent as.
TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def kept_file(content: bytes, name: str, ending: str) -> Response:
    """An answer that the browser keeps as `name.ending`; the ending is one of `TYPES`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=TYPES[ending], headers=headers)
