"""The world's diary: each row of each entity, with the instant at which its source system knew it."""

from typing import Any

Row = dict[str, Any]


class Log:
    """Rows per entity of the input contract, under its column names. Timestamps are whole seconds since 1970 UTC, dates are dates.

    A row is written when it happens, as it stands then; an entity that changes gets one row per version.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[int, str | None, Row]]] = {}
        self._numbers: dict[str, int] = {}

    def add(self, entity: str, at: int, store_id: str | None, row: Row) -> None:
        """Note a row at an instant. The store says in whose system it happened (and whose clock a local time follows)."""
        self.rows.setdefault(entity, []).append((at, store_id, row))

    def number(self, series: str) -> int:
        """The next number of a series: 1, 2, 3 …"""
        n = self._numbers[series] = self._numbers.get(series, 0) + 1
        return n
