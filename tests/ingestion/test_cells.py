"""What parses as what: ingestion reports by the rules that dbt casts by."""

from __future__ import annotations

from typing import Any

import duckdb
import jinja2
import pyarrow as pa
import pytest

from ingestion import cells, quarantine
from ingestion.contract import TYPES, Entity, entities
from ingestion.home import PROJECT_DIR

CORPUS = [
    *(
        "1",
        "0",
        "-0",
        "+7",
        "007",
        "2022",
        "2022.0",
        "2022.00",
        "2022.5",
        "2022.",
        ".5",
        "5.",
        "-.5e2",
        "1e3",
        "1E-2",
        "1e400",
        "1e-400",
        "--1",
    ),
    *(
        "1,000",
        "$5",
        "12,5x",
        "1_000",
        "0x1F",
        "NaN",
        "inf",
        "Infinity",
        "٣",
        "１２",
        "99999999999999",
        "999999999999999",
        "99999999999999.9999",
    ),
    *("9223372036854775807", "9223372036854775808", "99999999999999999999", "1 000", "1.2.3", "e5", ".", "+", ""),
    *("true", "FALSE", "True", "t", "f", "yes", "no", "on", "TRUE ", "\ttrue", "2"),
    *(
        "2026-03-31",
        "2026-02-29",
        "2024-02-29",
        "2026-02-30",
        "2026-13-01",
        "2026-3-1",
        "20260331",
        "31/03/2026",
        "2026-03-31 ",
        "0000-00-00",
    ),
    *(
        "2026-03-31T00:00",
        "2026-03-31 00:00:00",
        "2026-03-31T00:00:00.000",
        "2026-03-31 00:00:00.000001",
        "2026-03-31T12:00",
        "2026-03-31Z",
    ),
    *("2026-03-31T09:30", "2026-03-31 09:30", "2026-03-31T09:30:15", "2026-03-31T09:30:15.5", "2026-03-31T09:30:15,25", "2026-03-31T9:30"),
    *(
        "2026-03-31T09:30Z",
        "2026-03-31T09:30:15z",
        "2026-03-31T09:30:15-04:00",
        "2026-03-31T09:30:15-0400",
        "2026-03-31T09:30:15-04",
        "2026-03-31 09:30+00",
    ),
    *(
        "2026-03-31T09:30:15 -04:00",
        "2026-03-31T09:30:15.123456789Z",
        "2026-03-31T09:30:15.1234567891Z",
        "2026-03-31T09:30-04:00",
        "2026-03-31T09:30,5Z",
    ),
    *(
        "2026-03-31T24:00:00",
        "2026-03-31T24:00:00Z",
        "2026-03-31T24:01:00",
        "2026-03-31T25:00",
        "2026-03-31T23:60",
        "2026-03-31T23:59:60",
        "2026-02-30T10:00",
    ),
    *(
        "2026-03-31T10:00:00+14:00",
        "2026-03-31T10:00:00+99:00",
        "2026-03-31T10:00:00-4",
        "2026-03-31T10:00:00 UTC",
        "2026-03-31T10:00:00 America/Detroit",
    ),
    *(
        "31/31/2026 25:00",
        "1774951815",
        "2026-W14-2",
        "now",
        "epoch",
        "infinity",
        "-infinity",
        "9999-12-31T23:59:59Z",
        "0001-01-01",
        "10000-01-01",
    ),
    *(" 026-03-30T10:04:00Z", "2026-03-30T 0:04:00Z", "-026-03-30", "2026-03-30T10:04:0.Z", "2026-03-30  10:04", "2026-03-30T10:04:00\n"),
    *("09:30", "9:30", "24:00", "00:00", "9:5", "09:30:15", "23:59:59", "12:60", "noon", "-1:00", "09.30", " 09:30 "),
    *(
        "America/Detroit",
        "america/detroit",
        "UTC",
        "Mars/Phobos",
        "+05:00",
        "\u00a0",
        " ",
        "\t\r\n",
        "\u00a0x\u00a0",
        "'; drop table x; --",
        "é",
        "\u2028",
        "a\x00b",
    ),
]
DBT_MACROS = {"int": "to_int", "number": "to_number", "bool": "to_bool", "date": "to_date", "time": "minutes_of_day", "timestamp": "to_utc"}


@pytest.fixture(scope="module")
def corpus() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.register("corpus", pa.table({"cell": CORPUS}))
    return connection


@pytest.fixture(scope="module")
def macros() -> Any:
    """The macros of dbt's parse.sql, as dbt renders them for DuckDB."""
    holder: dict[str, Any] = {}

    class Adapter:
        def dispatch(self, name: str) -> Any:
            return getattr(holder["module"], f"default__{name}")

    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    template = environment.from_string((PROJECT_DIR / "dbt_project/macros/dialect/parse.sql").read_text())
    template.globals.update({"adapter": Adapter(), "return": lambda text: text})
    holder["module"] = template.make_module()
    return holder["module"]


@pytest.mark.parametrize("kind", DBT_MACROS)
def test_dbt_casts_what_ingestion_accepts_and_nothing_else(kind: str, corpus: duckdb.DuckDBPyConnection, macros: Any) -> None:
    arguments = ("text", "'America/Detroit'") if kind == "timestamp" else ("text",)
    cast = getattr(macros, DBT_MACROS[kind])(*arguments)
    cleaned = str(macros.clean_text("cell"))
    rows = corpus.execute(
        f"with cleaned as (select cell, {cleaned} as text, {cells.clean('cell')} as ours from corpus)"
        f" select cell, text is not distinct from ours, {cells.parses(kind, 'text')}, {cast} is not null"
        " from cleaned where text is not null"
    ).fetchall()
    assert len(rows) > 100
    for cell, same_text, ours, theirs in rows:
        assert same_text, cell
        if kind == "time":
            assert theirs or not ours, cell  # 25:00 is a number of minutes to dbt; such a row never gets there
        else:
            assert ours == theirs, cell


@pytest.mark.parametrize("kind", [t for t in TYPES if t != "text"])
def test_the_cheap_condition_is_never_kinder_than_the_rule(kind: str, corpus: duckdb.DuckDBPyConnection) -> None:
    column = "closes_at" if kind == "time" else "x"
    too_kind = corpus.execute(
        f"select cell from corpus where {cells.surely_parses(kind, 'cell', column)}"
        f" and not coalesce({cells.parses(kind, cells.clean('cell'), column)}, false)"
    ).fetchall()
    assert too_kind == []


def test_the_day_may_end_at_24_but_not_begin() -> None:
    text = "'24:00'"
    answers = [duckdb.sql(f"select {cells.parses('time', text, c)}").fetchone() for c in ("closes_at", "opens_at")]
    assert answers == [(True,), (False,)]


def test_the_shape_of_a_value_is_the_same_in_sql_and_in_python(corpus: duckdb.DuckDBPyConnection) -> None:
    values = ["Renée O'Neill", "ann@example.com", "+1 (734) 555-0123", "a\tb", "x" * 60, "日本 7", "e\u0301"]
    for value in values:
        shape = cells.shape("v")
        assert corpus.execute(f"select {shape} from (select ? as v)", [value]).fetchone() == (quarantine.shape_of(value),)
    assert quarantine.shape_of("Renée O'Neill") == "aaaaa a'aaaaa"
    assert quarantine.shape_of("1FTFW1E50NFA00001") == "9aaaa9a99aaa99999"
    assert len(quarantine.shape_of("x" * 60)) == 40


def rows_of(entity: Entity, *rows: dict[str, str | None]) -> pa.Table:
    columns = {c: pa.array([row.get(c) for row in rows], pa.string()) for c in dict.fromkeys(c for row in rows for c in row)}
    numbers = list(range(1, len(rows) + 1))
    return pa.table({**columns, "_line_number": [n + 1 for n in numbers], "_row_number": numbers, "_batch_id": ["b"] * len(rows)})


GOOD_UNIT = {"store_id": "S1", "stock_number": "N1", "vehicle_class": "new", "status": "in_stock", "updated_at": "2026-03-31T09:00:00Z"}


def check(entity: str, *rows: dict[str, str | None]) -> tuple[list[int], list[tuple[Any, ...]]]:
    """(row numbers that load, findings as (line, column, reason, is_row_loaded))."""
    spec = entities()[entity]
    checked = cells.check(duckdb.connect(), rows_of(spec, *rows), spec)
    columns = ("line_number", "column_name", "reason_code", "is_row_loaded")
    found = checked.findings.select(columns).to_pylist() if checked.findings is not None else []
    assert sum(checked.set_aside.values()) == len(rows) - checked.rows.num_rows
    return checked.rows["_row_number"].to_pylist(), [tuple(f.values()) for f in found]


def test_a_bad_optional_cell_is_reported_and_its_row_loads() -> None:
    assert check("inventory_units", GOOD_UNIT, {**GOOD_UNIT, "model_year": "MMXXII", "msrp": "1,000"}) == (
        [1, 2],
        [(3, "model_year", "unparseable_value", True), (3, "msrp", "unparseable_value", True)],
    )


def test_several_bad_cells_are_several_findings_and_one_row_set_aside() -> None:
    bad = {**GOOD_UNIT, "store_id": " ", "updated_at": "soon", "mileage": "many"}
    assert check("inventory_units", bad, GOOD_UNIT) == (
        [2],
        [
            (2, "store_id", "missing_required_value", False),
            (2, "mileage", "unparseable_value", False),
            (2, "updated_at", "unparseable_value", False),
        ],
    )


def test_stock_number_or_vin_is_enough_and_neither_is_missing() -> None:
    row = {"store_id": "S1", "snapshot_at": "2026-03-31"}
    assert check(
        "inventory_snapshots",
        {**row, "stock_number": "N1", "vin": None},
        {**row, "stock_number": "\u00a0", "vin": None},
        {**row, "vin": "V"},
    ) == (
        [1, 3],
        [(3, "stock_number", "missing_required_value", False)],
    )


def test_an_unknown_time_zone_sets_its_store_aside() -> None:
    store = {"store_id": "S1", "store_name": "Ann Arbor Ford"}
    assert check("stores", {**store, "timezone": "America/Detroit"}, {**store, "timezone": "Mars/Phobos"}) == (
        [1],
        [(3, "timezone", "unparseable_value", False)],
    )


def test_white_space_around_a_cell_does_not_matter() -> None:
    padded = {c: f"\u00a0 {v}\t" for c, v in GOOD_UNIT.items()}
    assert check("inventory_units", {**padded, "model_year": " 2024 "}) == ([1], [])


def test_findings_hold_no_value() -> None:
    spec = entities()["inventory_units"]
    checked = cells.check(duckdb.connect(), rows_of(spec, {**GOOD_UNIT, "updated_at": "ann@example.com"}), spec)
    assert checked.findings is not None
    (finding,) = checked.findings.to_pylist()
    assert finding["value_shape"] == "aaa@aaaaaaa.aaa"
    assert "ann@example.com" not in str(finding)
