"""A vendor's table to rows of an entity, by its profile. Each cell function runs once per distinct value, not once per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.contract import entities
from ingestion.sources.base import MISSING_REQUIRED_COLUMN, FileSetAsideError, Finding
from ingestion.sources.feeds.cells import Cell, cell_of, snapshot_time
from ingestion.sources.feeds.profile import Column, Profile, Way, fold
from ingestion.sources.feeds.tables import Feed, at_path

EXTRA = ("feed_name", "dealer_code_system")
_OURS = ("_line_number", "_row_number")


def map_feed(feed: Feed, profile: Profile, relative: str, modified_at: datetime | None) -> tuple[pa.Table, dict[str, bool]]:
    """(the units of a stock list under canonical names, the list's own columns and whether the profile reads them)

    Raises FileSetAsideError naming each column that the profile needs and the file does not have.
    """
    mapper = Mapper(feed, profile, relative, modified_at)
    mapped = {"store_id": mapper.store(), "snapshot_at": mapper.snapshot_at(), **mapper.columns()}
    extra = {"feed_name": mapper.constant(profile.name), "dealer_code_system": mapper.constant(profile.dealer_code_system)}
    return mapper.table(mapped, extra), mapper.seen()


class Mapper:
    """One file on its way through its profile. `used`: columns of the file that became canonical ones."""

    def __init__(self, feed: Feed, profile: Profile, relative: str, modified_at: datetime | None) -> None:
        self.feed, self.profile, self.relative, self.modified_at = feed, profile, relative, modified_at
        self.rows = feed.rows
        self.headers: dict[str, str] = {}
        for name in self.rows.column_names:
            if name not in _OURS:
                self.headers.setdefault(fold(name), name)
        self.used: set[str] = set()
        self.read: set[str] = set()  # looked at, and kept as well
        self.missing: list[Finding] = []

    def columns(self) -> dict[str, pa.Array]:
        """The profile's columns by canonical name, in its order."""
        kinds = entities()[self.profile.entity].columns
        return {column.name: self.column(column, kinds[column.name]) for column in self.profile.columns}

    def table(self, mapped: Mapping[str, pa.Array], extra: Mapping[str, pa.Array]) -> pa.Table:
        """All columns of the entity, `extra`, and what the profile does not map: by the vendor's name, `vendor_<name>` where that is taken.

        Raises FileSetAsideError where something is missing.
        """
        self.need_any_of()
        if self.missing:
            raise FileSetAsideError(self.missing, self.feed.rows_read)
        columns = {name: mapped.get(name, self.constant(None)) for name in entities()[self.profile.entity].columns} | dict(extra)
        for name in self.rows.column_names:
            if name not in self.used and name not in _OURS:
                columns[f"vendor_{name}" if name in columns else name] = self.rows[name]
        columns["_line_number"], columns["_row_number"] = self.rows["_line_number"], self.rows["_row_number"]
        return pa.table(columns)

    def seen(self) -> dict[str, bool]:
        """The file's columns, and whether the profile reads them. After the mapping."""
        return {name: name in self.used or name in self.read for name in self.rows.column_names if name not in _OURS}

    # columns

    def column(self, column: Column, kind: str) -> pa.Array:
        if column.constant is not None:
            values = self.constant(column.constant)
        else:
            found = self.named(column.headers)
            if not found:
                if column.is_required:
                    self.lacks(column.name, column.headers)
                return self.override(column, self.constant(column.absent))
            cell = cell_of(column, kind, self.profile)
            parts = [recoded(self.rows[name], cell) for name in found]
            values = pc.coalesce(*parts) if len(parts) > 1 else parts[0]
            self.used.update(found)
        values = self.override(column, values)
        return pc.fill_null(values, column.empty) if column.empty is not None else values

    def override(self, column: Column, values: pa.Array) -> pa.Array:
        for override in column.overrides:
            for name in self.named(override.columns):
                self.read.add(name)
                folded = recoded(self.rows[name], lambda text: text.strip().lower())
                applies = pc.is_in(folded, pa.array(override.is_any_of))
                if override.unless:
                    applies = pc.and_(applies, pc.invert(pc.is_in(pc.utf8_lower(values), pa.array(override.unless))))
                values = pc.if_else(applies, pa.scalar(override.value), values)
        return values

    def need_any_of(self) -> None:
        """Stock number or VIN: a list of units that has neither column lists nothing."""
        entity = entities()[self.profile.entity]
        ids = [c for c in self.profile.columns if c.name in entity.any_of]
        if (
            entity.any_of
            and not any(c.constant or self.named(c.headers) for c in ids)
            and not any(f.column_name in entity.any_of for f in self.missing)
        ):
            self.lacks(entity.any_of_column, tuple(h for c in ids for h in c.headers))

    # store and time

    def store(self) -> pa.Array:
        codes = self.profile.codes

        def to_store(text: str) -> str | None:
            text = " ".join(text.split())
            return codes.get(text.lower(), text) or None

        for way in self.profile.store:
            if way.kind == "column" and (found := self.named(way.headers)):
                parts = [recoded(self.rows[name], to_store) for name in found]
                self.read.update(found)
                return pc.coalesce(*parts) if len(parts) > 1 else parts[0]
            if way.kind == "constant":
                return self.constant(to_store(way.text))
            if (text := self.from_name(way)) is not None:
                return self.constant(to_store(text))
        self.lacks("store_id", tuple(h for w in self.profile.store for h in w.headers), "a store")
        return self.constant(None)

    def snapshot_at(self, column: str = "snapshot_at") -> pa.Array:
        """The moment of the list or report; `column` is named where there is none."""
        for way in self.profile.snapshot_at:
            if way.kind == "column" and (found := self.named(way.headers)):
                self.read.update(found)
                return recoded(self.rows[found[0]], lambda text, way=way: snapshot_time(text, way) or text)
            if way.kind == "file_time" and self.modified_at is not None:
                return self.constant(self.modified_at.isoformat())
            text = self.from_name(way) or self.from_content(way)
            if text is not None and (moment := snapshot_time(text, way)):
                return self.constant(moment)
        self.lacks(column, tuple(h for w in self.profile.snapshot_at for h in w.headers), "the time of the list")
        return self.constant(None)

    def from_name(self, way: Way) -> str | None:
        """What the pattern finds in the file's name (without .gz), or in its path from landing on: its groups, joined."""
        if way.kind not in ("path", "file_name") or way.pattern is None:
            return None
        text = self.relative.removesuffix(".gz")
        found = way.pattern.search(text if way.kind == "path" else PurePosixPath(text).name)
        return ("".join(g for g in found.groups() if g) or None) if found else None

    def from_content(self, way: Way) -> str | None:
        if way.kind == "json" and self.feed.document is not None:
            value = at_path(self.feed.document, way.text)
            return value if isinstance(value, str) else None
        if way.kind == "first_line" and way.pattern is not None:
            found = next((f for line in self.feed.first_lines if (f := way.pattern.search(line))), None)
            return found.group(1) if found else None
        return None

    # helpers

    def named(self, headers: tuple[str, ...]) -> list[str]:
        """The columns of the file that have one of these headers, in the order of the profile."""
        return list(dict.fromkeys(self.headers[fold(h)] for h in headers if fold(h) in self.headers))

    def lacks(self, column: str, headers: tuple[str, ...], what: str = "") -> None:
        tried = f"; looked for {', '.join(headers)}" if headers else ""
        message = f"the file says nothing about {what or column}{tried} ({self.profile.where})"
        self.missing.append(Finding(MISSING_REQUIRED_COLUMN, message, column_name=column))

    def constant(self, value: str | None) -> pa.Array:
        return pa.array([value] * self.rows.num_rows, pa.string()) if value is not None else pa.nulls(self.rows.num_rows, pa.string())


def recoded(column: pa.ChunkedArray, function: Cell | Callable[[str], str | None]) -> pa.Array:
    """The column with `function` over its cells; null stays null. The function sees each distinct text once."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = flat.dictionary_encode()
    values = pa.array([function(v) for v in encoded.dictionary.to_pylist()], pa.string())
    return values.take(encoded.indices)
