"""Stands in for the monitor while it is measured and keeps what `status` prints.

`tee_monitor.py MONITOR ARGUMENTS...` runs the monitor as it is; the output of `status` is also added, one answer a
line, to the file that STATUS_LOG names.  The accuracy benchmark needs it: evaluate.py does not keep confidences.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

STATUS_LOG = "STATUS_LOG"  # environment variable: the file to add to


def main(command: list[str]) -> int:
    """Runs the command and returns its exit code."""
    if command[1:2] != ["status"]:
        return subprocess.run(command, check=False).returncode
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    sys.stdout.buffer.write(done.stdout)
    if done.returncode == 0:
        with Path(os.environ[STATUS_LOG]).open("ab") as log:
            log.write(b" ".join(done.stdout.split(b"\n")) + b"\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
