"""The world's diary read back for those who tell it in a vendor's words: the newest state, the changes of a month."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ingestion.sandbox.log import Row
from ingestion.sandbox.places import dealer_codes
from ingestion.sandbox.world import World


class Diary:
    """One world, by entity. All rows carry the columns of the input contract (timestamps as seconds, dates as dates)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.codes = {store.store_id: dealer_codes(store.place) for store in world.stores}
        self.clocks = {store.store_id: store.clock for store in world.stores}
        self.places = {store.store_id: store.place for store in world.stores}

    def rows(self, entity: str, store_id: str | None = None) -> Iterator[tuple[int, Row]]:
        """All rows of an entity in the order in which they happened: (instant, row)."""
        columns = self.world.log.columns[entity]
        lines = [line for line in self.world.log.entries[entity] if store_id is None or line[1] == store_id]
        return ((at, dict(zip(columns, values, strict=True))) for at, _, values in sorted(lines, key=lambda line: line[0]))

    def newest(self, entity: str, *key: str, until: int | None = None, store_id: str | None = None) -> dict[tuple[Any, ...], Row]:
        """The last version of each key, as known at an instant (default: at the end)."""
        found: dict[tuple[Any, ...], Row] = {}
        for at, row in self.rows(entity, store_id):
            if until is not None and at > until:
                break
            found[tuple(row[k] for k in key)] = row
        return found

    def by_month(self, entity: str, *key: str, store_id: str | None = None) -> Iterator[tuple[str, list[Row]]]:
        """(`2026-10`, the last version of each key that changed in that month), month by month: what a monthly or delta export holds."""
        month = ""
        changed: dict[tuple[Any, ...], Row] = {}
        for at, row in self.rows(entity, store_id):
            then = datetime.fromtimestamp(at, UTC).strftime("%Y-%m")
            if then != month and changed:
                yield month, list(changed.values())
                changed = {}
            month = then
            changed[tuple(row[k] for k in key)] = row
        if changed:
            yield month, list(changed.values())


def iso_z(instant: int | None) -> str | None:
    """`2026-10-01T14:03:00Z`, or None."""
    return None if instant is None else f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"


def iso_utc_naive(instant: int | None) -> str | None:
    """`2026-10-01T14:03:00` in UTC, as VinSolutions writes it, or None."""
    return None if instant is None else f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%S}"
