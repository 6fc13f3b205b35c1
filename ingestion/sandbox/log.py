"""The world's diary: each row of each entity, with the instant at which its source system knew it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
# When it was known, in which store's system, and the values of the entity's columns.
Entry = tuple[int, str | None, tuple[Any, ...]]


@cache
def contract_columns() -> dict[str, dict[str, str]]:
    """Entity → column → type, from ingestion/contract.yml."""
    text = (Path(__file__).parents[1] / "contract.yml").read_text(encoding="utf-8")
    return {entity: spec["columns"] for entity, spec in yaml.safe_load(text)["entities"].items()}


class Log:
    """Rows per entity of the input contract, under its column names. Timestamps are whole seconds since 1970 UTC, dates are dates.

    A row is written when it happens, as it stands then; an entity that changes gets one row per version. Kept as tuples: two years of five
    stores are 1.7 million rows.
    """

    def __init__(self) -> None:
        self.columns = {entity: tuple(columns) for entity, columns in contract_columns().items()}
        self.entries: dict[str, list[Entry]] = {entity: [] for entity in self.columns}
        self._numbers: dict[str, int] = {}

    def add(self, entity: str, at: int, store_id: str | None, row: Row) -> None:
        """Note a row at an instant. The store says in whose system it happened (and whose clock a local time follows)."""
        columns = self.columns[entity]
        self.entries[entity].append((at, store_id, tuple([row.get(column) for column in columns])))

    def rows(self, entity: str) -> Iterator[tuple[int, str | None, Row]]:
        """The entity's rows in the order in which they were written down."""
        columns = self.columns[entity]
        return ((at, store_id, dict(zip(columns, values, strict=True))) for at, store_id, values in self.entries[entity])

    def number(self, series: str) -> int:
        """The next number of a series: 1, 2, 3 …"""
        n = self._numbers[series] = self._numbers.get(series, 0) + 1
        return n
