"""Runs the audit in a process of its own, started early: importing Great Expectations takes seven seconds, and dbt runs meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from orchestration.errors import RooftopError

Warm = Callable[[], Callable[..., Any]]


def load_audit() -> Callable[..., Any]:
    """The audit, with Great Expectations imported."""
    import expectations

    expectations.preload()
    return expectations.audit


class AuditWorker:
    """A context that holds the process. `warm` is a module-level function that returns the audit."""

    def __init__(self, warm: Warm = load_audit) -> None:
        self._warm = warm
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Start to import; does nothing the second time."""
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self._here, there = context.Pipe()
            self._process = context.Process(target=_serve, args=(there, self._warm), name="rooftop-audit", daemon=True)
            self._process.start()
            there.close()

    def run(self, *positional: Any, **named: Any) -> Any:
        """The audit's result; waits for the process to be ready. Raises what the audit raised."""
        self.start()
        assert self._process is not None
        try:
            self._here.send((positional, named))
            kind, content = self._here.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._process.join(5)
            raise RooftopError(f"The audit's process ended before its result (exit code {self._process.exitcode}); run again.") from None
        if kind == "error":
            raise content
        return content

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._here.close()
            self._process.terminate()
            self._process.join(5)
            self._process = None

    def __enter__(self) -> AuditWorker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _serve(pipe: Connection, warm: Warm) -> None:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    gc.disable()  # what an import makes stays; looking through it for garbage is a tenth of the time
    try:
        audit = warm()
        gc.enable()
        positional, named = pipe.recv()
        pipe.send(("result", audit(*positional, **named)))
    except (EOFError, KeyboardInterrupt):
        return  # the run ended before its audit
    except Exception as error:
        try:
            pipe.send(("error", error))
        except Exception:  # what the error holds cannot be sent
            pipe.send(("error", RooftopError(f"The audit failed: {type(error).__name__}: {error}")))
