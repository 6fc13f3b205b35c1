"""For notebooks and services: a connection to what is published that follows each new publication.

A publication replaces the file. A connection that is open goes on reading the old version, whole; DuckDB also keeps one instance per path
in a process, so that a plain `duckdb.connect(path)` may return the old version as long as anything in the process holds it. This reader
attaches the file to a private in-memory instance and looks at the file's identity before each use.

    from orchestration.reader import Reader

    with Reader("home") as reader:
        reader.connection().sql("select * from marts.mart_days_supply")
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

import duckdb

from ingestion.home import Home
from orchestration.errors import RooftopError
from orchestration.sql_text import literal


class Reader:
    """Reads `<home>/publish/rooftop.duckdb`, or a file that is given. Not for use by several threads at once: give each its own."""

    def __init__(self, home_or_file: str | os.PathLike[str]) -> None:
        path = Path(home_or_file).expanduser().absolute()
        self.path = path if path.suffix == ".duckdb" else Home.at(path).published
        self._con: duckdb.DuckDBPyConnection | None = None
        self._identity: tuple[int, int, int] | None = None

    def connection(self) -> duckdb.DuckDBPyConnection:
        """The newest version: the same connection as before, or a new one if there was a publication. Results of the old one end."""
        identity = self._look()
        if self._con is None or identity != self._identity:
            self.close()
            con = duckdb.connect()
            try:
                con.execute("set timezone = 'UTC'")
                con.execute(f"attach {literal(self.path)} as rooftop (read_only)")
                con.execute("use rooftop")
            except duckdb.Error:
                con.close()
                raise
            self._con, self._identity = con, identity
        return self._con

    def has_news(self) -> bool:
        """True if there was a publication since the connection was opened."""
        return self._look() != self._identity

    def close(self) -> None:
        if self._con is not None:
            self._con.close()
        self._con, self._identity = None, None

    def _look(self) -> tuple[int, int, int]:
        """Device, inode and time of writing: an inode alone is used again once the old version is pruned."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise RooftopError(f"Nothing is published at {self.path} yet; start with `rooftop run`.") from None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
