"""usage: publish_and_die.py HOME RUN_ID STEP: publishes up to and including STEP, then kills itself as the operating system would."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.orchestration.conftest import make_publication

if __name__ == "__main__":
    home, run_id, last_step = sys.argv[1:]
    for name, step in make_publication(Path(home), run_id).steps():
        step()
        if name == last_step:
            os.kill(os.getpid(), signal.SIGKILL)  # no handler, no finally, no flush
