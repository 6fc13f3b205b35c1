"""Publish by rename: readers see the old version or the new one, whole, and never wait for a writer.

The work is a list of steps, each of which leaves the home in a state that a reader and the next run can live with.
A process that is killed between any two of them (or inside one) has published either nothing or everything.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.clock import naive_utc, new_run_id
from orchestration.errors import RooftopError
from orchestration.published_copy import attach_both, compare_tables, copy_tables, describe, published_tables
from orchestration.sql_text import literal, quoted

Step = tuple[str, Callable[[], None]]
_PREPARING = 3  # the steps before the stamp


@dataclass
class Publication:
    """One publication, from the working file to `<home>/publish`. All moments are UTC with zone."""

    warehouse: Path
    publish_dir: Path
    scratch_dir: Path
    run_id: str
    as_of: datetime
    published_at: datetime
    warehouse_version: str
    keep_versions: int = 5
    descriptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # schema.table -> column -> text; "" is the table
    checks_passed: int = 0  # what the audit found; known by the time of the stamp
    checks_warned: int = 0
    report_path: str = ""  # relative to the home: a published file travels
    row_counts: dict[str, int] = field(default_factory=dict)

    @property
    def target(self) -> Path:
        return self.publish_dir / "rooftop.duckdb"

    @property
    def next_file(self) -> Path:
        return self.publish_dir / f".next-{self.run_id}.duckdb"

    @property
    def versions_dir(self) -> Path:
        return self.publish_dir / "versions"

    @property
    def parquet_dir(self) -> Path:
        return self.publish_dir / "parquet" / self.run_id

    def steps(self) -> list[Step]:
        """In order. A test stops between any two of them."""
        return [
            ("clear what a killed run left", self._clear),
            ("copy the tables", self._copy),
            ("compare the copy with the working file", self._compare),
            ("stamp the copy", self._stamp),
            ("write the marts as Parquet", self._write_parquet),
            ("flush the copy to disk", self._flush),
            ("keep the version before", self._keep_old),
            ("swap", self._swap),
            ("show the Parquet", self._show_parquet),
            ("prune old versions", self._prune),
        ]

    def prepare(self) -> None:
        """Copy and compare: nothing that a reader sees, so that the audit may still be at work.

        Raises RooftopError if the copy is not the working file; OSError if the disk is full or read-only.
        """
        if not self.warehouse.exists():
            raise RooftopError("There is no warehouse to publish yet; start with `rooftop run`.")
        for _, step in self.steps()[:_PREPARING]:
            step()

    def finish(self) -> None:
        """Stamp, swap, prune: only for what the audit let through."""
        for _, step in self.steps()[_PREPARING:]:
            step()

    def abandon(self) -> None:
        """The audit refused: the copy goes."""
        self.next_file.unlink(missing_ok=True)

    def _clear(self) -> None:
        for folder in (self.publish_dir, self.versions_dir, self.publish_dir / "parquet", self.scratch_dir):
            folder.mkdir(parents=True, exist_ok=True)
        for left in [*self.publish_dir.glob(".next-*"), *(self.publish_dir / "parquet").glob(".next-*")]:
            shutil.rmtree(left) if left.is_dir() else left.unlink()

    def _copy(self) -> None:
        with duckdb.connect() as con:
            attach_both(con, self.warehouse, self.next_file, self.scratch_dir)
            if not copy_tables(con):
                raise RooftopError("The warehouse holds no marts to publish yet; run `rooftop run`, which builds them first.")
            describe(con, self.descriptions)
            con.execute("checkpoint copy")

    def _compare(self) -> None:
        with duckdb.connect() as con:
            attach_both(con, self.warehouse, self.next_file, self.scratch_dir)
            self.row_counts = compare_tables(con)

    def _stamp(self) -> None:
        """`meta.publish`: one row that says which run these tables are."""
        with duckdb.connect() as con:
            attach_both(con, self.warehouse, self.next_file, self.scratch_dir)
            con.execute(
                "create table copy.meta.publish (publish_id varchar, run_id varchar, as_of timestamp, published_at timestamp, "
                "warehouse_version varchar, row_counts varchar, checks_passed integer, checks_warned integer, report_path varchar)"
            )
            texts = (f"publish-{new_run_id(self.published_at)}", self.run_id, naive_utc(self.as_of), naive_utc(self.published_at))
            more = (self.warehouse_version, json.dumps(self.row_counts, sort_keys=True))
            values = [
                *map(literal, texts),
                *map(literal, more),
                str(self.checks_passed),
                str(self.checks_warned),
                literal(self.report_path),
            ]
            con.execute(f"insert into copy.meta.publish values ({', '.join(values)})")
            con.execute("checkpoint copy")

    def _write_parquet(self) -> None:
        folder = self.parquet_dir.parent / f".next-{self.run_id}"
        folder.mkdir()
        with duckdb.connect() as con:
            con.execute("set timezone = 'UTC'")
            con.execute(f"attach {literal(self.next_file)} as copy (read_only)")
            for table in published_tables(con, "copy"):
                if table.schema == "marts":
                    file = literal(folder / f"{table.name}.parquet")
                    con.execute(f"copy (select * from copy.marts.{quoted(table.name)}) to {file} (format parquet, compression zstd)")

    def _flush(self) -> None:
        wal = Path(f"{self.next_file}.wal")
        if wal.exists():  # after a clean close there is none; one that is left would hold rows that the swap loses
            raise RooftopError(f"The copy to publish was not closed cleanly ({wal.name} is left); nothing was published. Run again.")
        _fsync(self.next_file)
        _fsync(self.publish_dir)

    def _keep_old(self) -> None:
        if not self.target.exists():
            return
        kept = self.versions_dir / f"rooftop-{_run_id_of(self.target)}.duckdb"
        if kept.exists():
            return  # a run that was killed before its swap has kept it already
        try:
            os.link(self.target, kept)
        except OSError:  # a file system without hard links
            partial = kept.with_name(f".next-{kept.name}")
            shutil.copy2(self.target, partial)
            partial.replace(kept)

    def _swap(self) -> None:
        # A .wal beside the target was left by someone who opened it for writing; it does not belong to the new file.
        Path(f"{self.target}.wal").unlink(missing_ok=True)
        self.next_file.replace(self.target)
        _fsync(self.publish_dir)

    def _show_parquet(self) -> None:
        if self.parquet_dir.exists():
            shutil.rmtree(self.parquet_dir)  # the same run, published a second time
        (self.parquet_dir.parent / f".next-{self.run_id}").replace(self.parquet_dir)

    def _prune(self) -> None:
        """Run ids sort by time, so names do. Parquet has the current version too, hence one more."""
        for old in sorted(self.versions_dir.glob("rooftop-*.duckdb"))[: -self.keep_versions or None]:
            old.unlink()
        for folder in sorted(p for p in self.parquet_dir.parent.iterdir() if p.is_dir())[: -(self.keep_versions + 1)]:
            if folder != self.parquet_dir:
                shutil.rmtree(folder)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _run_id_of(published: Path) -> str:
    """The run that wrote a published file; its time of writing if it cannot be asked (damaged, or held by a writer)."""
    try:
        with duckdb.connect() as con:
            con.execute(f"attach {literal(published)} as old (read_only)")
            row = con.execute("select run_id from old.meta.publish").fetchone()
            if row:
                return str(row[0])
    except duckdb.Error:
        pass
    return f"{datetime.fromtimestamp(published.stat().st_mtime, UTC):%Y%m%dT%H%M%SZ}-0000"
