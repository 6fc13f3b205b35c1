"""The reader follows publications; what it has handed out stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.errors import RooftopError
from orchestration.reader import Reader
from tests.orchestration.conftest import make_publication, write_warehouse


def publish(home: Path, units: int) -> None:
    write_warehouse(home / "warehouse" / "warehouse.duckdb", units)
    publication = make_publication(home, f"20260331T2200{units:02}Z-0000", keep_versions=0)
    publication.prepare()
    publication.finish()


def test_the_reader_sees_each_publication_also_while_others_hold_the_old_one(tmp_path: Path) -> None:
    publish(tmp_path, 3)
    with Reader(tmp_path) as one, Reader(tmp_path / "publish" / "rooftop.duckdb") as other:
        units = "select units_in_stock from marts.mart_days_supply"
        held = other.connection()
        assert one.connection().execute(units).fetchone() == (3,)
        assert one.connection() is one.connection()
        for number in (4, 5):
            publish(tmp_path, number)  # with no versions kept, the file system may use an inode again
            assert one.has_news()
            assert one.connection().execute(units).fetchone() == (number,)
            assert not one.has_news()
        assert held.execute(units).fetchone() == (3,)
        assert other.connection().execute(units).fetchone() == (5,)


def test_the_reader_cannot_write(tmp_path: Path) -> None:
    publish(tmp_path, 3)
    with Reader(tmp_path) as reader, pytest.raises(Exception, match="read-only"):
        reader.connection().execute("delete from marts.mart_days_supply")


def test_before_the_first_publication_the_reader_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RooftopError, match="rooftop run"):
        Reader(tmp_path).connection()
