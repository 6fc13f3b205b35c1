"""What the vendors have: every version of every record, and since when it is known. A server shows what is known by its clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]


class Book:
    """(system, account, table) -> versions in the order in which they became known: (seconds since 1970, key, record)."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, str, str], list[tuple[int, str, Record]]] = {}
        self._shown: dict[tuple[str, str, str], tuple[datetime, list[tuple[datetime, Record]]]] = {}  # the last answer of rows()

    def put(self, system: str, account: str, table: str, record: Record, at: datetime, key: str = "") -> None:
        """A record as it is from an instant on. key: what it is known by (default: its `id`)."""
        versions = self._versions.setdefault((system, account, table), [])
        versions.append((int(at.timestamp()), key or str(record.get("id")), record))
        self._shown.pop((system, account, table), None)

    def rows(self, system: str, account: str, table: str, now: datetime) -> list[tuple[datetime, Record]]:
        """(known since, record): the newest version of each, by an instant, in the order in which they changed."""
        name = (system, account, table)
        if name in self._shown and self._shown[name][0] == now:
            return self._shown[name][1]
        newest: dict[str, tuple[int, Record]] = {}
        for at, key, record in sorted(self._versions.get(name, []), key=lambda v: v[0]):
            if at <= now.timestamp():
                newest.pop(key, None)
                newest[key] = (at, record)
        self._shown[name] = now, [(datetime.fromtimestamp(at, UTC), record) for at, record in newest.values()]
        return self._shown[name][1]

    def accounts(self, system: str) -> list[str]:
        return sorted({account for name, account, _ in self._versions if name == system})

    def systems(self) -> list[str]:
        return sorted({name for name, _, _ in self._versions})
