"""The one place where what went wrong becomes a sentence and an exit code.

0 fine, 1 failure, 2 usage (typer's own, and settings that cannot be used), 3 the fleet guard tripped.
"""

import sys
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from crawler.commands.common import Session, say

FAILURE, USAGE, GUARD = 1, 2, 3

# Where our errors live, with their exit code; their sentences name the thing and the remedy.  A module that is not
# loaded cannot have raised anything, so none is loaded for this.
ERRORS: tuple[tuple[str, str, int], ...] = (
    ("crawler.scan", "GuardTripped", GUARD),
    ("crawler.scan", "ScanError", FAILURE),
    ("crawler.schedule", "ScheduleError", FAILURE),
    ("crawler.decision", "DecisionError", FAILURE),
    ("crawler.lock", "LockedError", FAILURE),
    ("crawler.config", "ConfigError", USAGE),
    ("crawler.one_page", "PageError", FAILURE),
    ("crawler.registry", "RegisterError", FAILURE),
    ("pipelines.database", "StoreError", FAILURE),
    ("pipelines.outbox", "OutboxError", FAILURE),
    ("pipelines.spool", "SpoolError", FAILURE),
    ("reports.pdf", "PdfError", FAILURE),
    ("reports.queries", "NoAnswerError", FAILURE),
    ("reports.console", "ConsoleError", FAILURE),
)


class Commands(TyperGroup):
    """The group of all commands: ours fail with a sentence, not with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; with --debug an error shows where it came from."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            found = ctx.find_object(Session)
            if _is_usage(error) or (found is not None and found.debug):
                raise
            sentence, code = explained(error)
            say(f"error: {sentence}")
            raise typer.Exit(code) from error


def explained(error: Exception) -> tuple[str, int]:
    """The sentence and exit code of an error."""
    for kind, code in _known():
        if isinstance(error, kind):
            return str(error), code
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}: check the path, the rights and the space on the disk", FAILURE
    name = type(error).__name__
    return f"{name}: {error} (a fault of cluster-monitor; `cluster-monitor --debug ...` shows where)", FAILURE


def _known() -> Iterator[tuple[type[Exception], int]]:
    for module, name, code in ERRORS:
        if module in sys.modules:
            yield getattr(sys.modules[module], name), code


def _is_usage(error: Exception) -> bool:
    """Whether typer itself says it well: unknown options, values that do not fit."""
    return hasattr(error, "exit_code") and hasattr(error, "show")
