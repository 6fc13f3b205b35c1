"""A report to rows of its entity: the feeds' mapper, and what only reports need: ids made of columns, days counted back, prefixes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.contract import entities
from ingestion.sources.feeds.cells import number, zoned
from ingestion.sources.feeds.mapping import Mapper, recoded
from ingestion.sources.feeds.profile import Column, Profile
from ingestion.sources.feeds.tables import Feed

_BETWEEN = "\x1f"  # between the parts of a joined id: no cell has it


def map_report(feed: Feed, profile: Profile, relative: str, modified_at: datetime | None) -> tuple[pa.Table, dict[str, bool]]:
    """(the records of a report under canonical names, the report's own columns and whether the profile reads them)

    Raises FileSetAsideError naming each column that is needed and not there.
    """
    mapper = _ReportMapper(feed, profile, relative, modified_at)
    return mapper.mapped(), mapper.seen()


class _ReportMapper(Mapper):
    def mapped(self) -> pa.Table:
        """The rows. A full list also says its own time, and the days as sent."""
        found: dict[str, pa.Array] = {"store_id": self.store()} if self.profile.store else {}
        kinds = entities()[self.profile.entity].columns
        needs_time = next((c.name for c in self.profile.columns if c.is_report_time or c.days_before), None)
        report_at = self.snapshot_at(needs_time) if needs_time else None
        extra: dict[str, pa.Array] = {}
        for column in sorted(self.profile.columns, key=lambda c: bool(c.join)):
            values = self.report_column(column, kinds[column.name], report_at, found, extra)
            found[column.name] = pc.binary_join_element_wise(column.prefix, values, "") if column.prefix else values
        if self.profile.is_full_list and report_at is not None:
            extra = {"report_name": self.constant(self.profile.name), "report_at": report_at, "days_before": self.constant(None), **extra}
        else:
            extra = {}
        return self.table(found, extra)

    def report_column(
        self, column: Column, kind: str, report_at: pa.Array | None, found: dict[str, pa.Array], extra: dict[str, pa.Array]
    ) -> pa.Array:
        if column.join:
            return self.joined(column, found)
        if column.days_before:
            values, extra["days_before"] = self.counted_back(column, report_at)
        elif column.names:
            values = self.id_or_name(column, kind)
        elif column.headers or column.constant is not None:
            values = self.column(column, kind)
        else:
            values = self.constant(None)
        return pc.coalesce(values, report_at) if column.is_report_time and report_at is not None else values

    def id_or_name(self, column: Column, kind: str) -> pa.Array:
        """The id, else a short hash of the person's name: the same in every report, however it is spaced or capitalised."""
        named = self.named(column.names)
        values = self.column(replace(column, is_required=column.is_required and not named, prefix=""), kind)
        for name in named:
            self.used.add(name)
            values = pc.coalesce(values, recoded(self.rows[name], self.hashed_name))
        return values

    def hashed_name(self, text: str) -> str | None:
        folded = " ".join(text.lower().split())
        return None if not folded or folded in self.profile.empty_values else _short_hash(folded)

    def joined(self, column: Column, found: dict[str, pa.Array]) -> pa.Array:
        """A short hash of the parts, each a canonical column or one of the file's, and of the store; null where all parts are."""
        parts = []
        for name in column.join:
            if name in found:
                parts.append(found[name])
            elif named := self.named((name,)):
                self.read.update(named)
                parts.append(recoded(self.rows[named[0]], lambda text: text.strip() or None))
            else:
                self.lacks(column.name, (name,))
        if not parts:
            return self.constant(None)
        texts = pc.binary_join_element_wise(*parts, _BETWEEN, null_handling="replace", null_replacement="")
        store = [found["store_id"]] if "store_id" in found and "store_id" not in column.join else []
        whole = pc.binary_join_element_wise(*store, texts, _BETWEEN, null_handling="replace", null_replacement="")
        is_empty = pc.equal(texts, _BETWEEN * (len(parts) - 1))
        return pc.if_else(is_empty, pa.scalar(None, pa.string()), recoded(whole, _short_hash))

    def counted_back(self, column: Column, report_at: pa.Array | None) -> tuple[pa.Array, pa.Array]:
        """(the day that many days before the report's as a time, the days as sent). A number that is none goes on as it stands."""
        named = self.named(column.days_before)
        if not named or report_at is None:
            if column.is_required or not column.is_report_time:
                self.lacks(column.name, column.days_before)
            return self.constant(None), self.constant(None)
        self.used.update(named)
        days = self.column(replace(column, headers=column.days_before, prefix=""), "number")
        pairs = pc.binary_join_element_wise(report_at, days, _BETWEEN)
        zone = self.profile.timezone
        return recoded(pairs, lambda pair: _days_before(pair, zone)), days


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _days_before(moment_and_days: str, zone: str | None) -> str:
    moment, _, days = moment_and_days.partition(_BETWEEN)
    try:
        day = (datetime.fromisoformat(moment) - timedelta(days=float(number(days)))).date()
    except (ValueError, OverflowError):
        return days
    return zoned(f"{day.isoformat()}T00:00:00", zone)
