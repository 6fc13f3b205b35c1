"""Progress of long work: one line per stage, with the time it took. No colours and no animation: a log reads like a screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Writes to stderr, so that stdout holds the summary (or the one JSON object) alone."""

    def __init__(self, out: TextIO | None = None, quiet: bool = False) -> None:
        self._out = out or sys.stderr
        self._quiet = quiet
        self._started = time.monotonic()

    def __call__(self, text: str) -> None:
        """Say one thing that happened within a stage."""
        self._line(f"          {text}")

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Announce a stage and, when it is over, how long it took (in seconds)."""
        began = time.monotonic()
        self._line(f"[{began - self._started:6.1f} s] {name} …")
        try:
            yield
        except BaseException:
            self._line(f"[{time.monotonic() - self._started:6.1f} s] {name}: stopped after {time.monotonic() - began:.1f} s")
            raise
        self._line(f"[{time.monotonic() - self._started:6.1f} s] {name}: done in {time.monotonic() - began:.1f} s")

    @property
    def elapsed_seconds(self) -> float:
        return time.monotonic() - self._started

    def _line(self, text: str) -> None:
        if not self._quiet:
            print(text, file=self._out, flush=True)
