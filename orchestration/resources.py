"""What every step of a Dagster run shares: the writer lock and the engine, held from the first step to the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import dagster as dg

from ingestion.home import Home
from orchestration.progress import Progress
from orchestration.stages import Engine
from orchestration.wiring import Wiring


class LogProgress(Progress):
    """Progress lines in a run's event log."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__()
        self._log = log

    def _line(self, text: str) -> None:
        self._log(text.strip())


def engine(home: Home, wiring: Wiring) -> dg.ResourceDefinition:
    """The stages behind the writer lock. The in-process executor makes it once per run, so that no other run comes in between two steps."""

    @dg.resource(description="The writer lock of the home and the stages' functions; made once per run.")
    def writer(context: dg.InitResourceContext) -> Iterator[Engine]:
        progress = LogProgress(context.log.info if context.log else print)
        home.prepare()
        with wiring.lock(home, None, progress), wiring.engine() as made:
            yield made

    return writer
