"""What parses as which type, as DuckDB SQL over Arrow tables of text.

Raw keeps text as sent; dbt gives it type by the same rules (dbt_project/macros/dialect/parse.sql; a test holds the two together).
Here the rules only decide what is reported, and which rows are set aside: one aggregate pass tells whether anything is wrong at all,
details are looked up only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from ingestion.contract import Entity
from ingestion.sources.base import MISSING_REQUIRED_VALUE, UNPARSEABLE_VALUE

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# White space at the ends of a cell does not count: blank, tab, line ends, form feeds, no-break space.
_WHITE = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160)"
_INT = r"^[+-]?\d+(\.0+)?$"
_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"
_DATE = r"^\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?)?$"
_TIME = r"^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"
_END_OF_DAY = r"^24:00(:00)?$"
_INSTANT = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s?([Zz]|[+-]\d{2}(:?\d{2})?)$"
_LOCAL = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)?\s?$"

_EXAMPLES = {
    "int": "a whole number",
    "number": "a number with a point for decimals, like 24995.00",
    "bool": "true, false, 1 or 0",
    "date": "a date like 2026-03-31",
    "time": "a time of day like 09:30",
    "timestamp": "a time like 2026-03-31T09:30:00-04:00",
    "timezone": "an IANA time zone like America/Detroit",
}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def clean(expression: str) -> str:
    """The text without white space at its ends; null where nothing is left."""
    return f"nullif(trim({expression}, {_WHITE}), '')"


def parses(kind: str, text: str, column: str = "") -> str:
    """A condition: the SQL expression `text` (cleaned, not null) is of the contract's type `kind`."""
    if kind == "int":
        return f"(regexp_matches({text}, '{_INT}') and try_cast({text} as bigint) is not null)"
    if kind == "number":
        return f"(regexp_matches({text}, '{_NUMBER}') and try_cast({text} as decimal(18, 4)) is not null)"
    if kind == "bool":
        return f"(lower({text}) in ('true', 'false', '1', '0'))"
    if kind == "date":
        return f"(regexp_matches({text}, '{_DATE}') and try_cast(substr({text}, 1, 10) as date) is not null)"
    if kind == "time":
        end_of_day = f" or regexp_matches({text}, '{_END_OF_DAY}')" if column == "closes_at" else ""
        return f"(regexp_matches({text}, '{_TIME}'){end_of_day})"
    if kind == "timezone":
        return f"(lower({text}) in (select lower(name) from pg_timezone_names()))"
    if kind == "timestamp":
        dotted = f"replace({text}, ',', '.')"
        instant = rf"regexp_replace(replace({dotted}, 'z', 'Z'), '\s?(Z|[+-]\d{{2}}(:?\d{{2}})?)$', '\1')"
        instant = rf"regexp_replace({instant}, '^(.{{10}}.\d{{2}}:\d{{2}})(Z|[+-].*)$', '\1:00\2')"
        return (
            f"(case when regexp_matches({text}, '{_INSTANT}') then try_cast({instant} as timestamptz) is not null"
            f" when regexp_matches({text}, '{_LOCAL}') then try_cast({dotted} as timestamp) is not null else false end)"
        )
    raise ValueError(f"no such type: {kind}")


def surely_parses(kind: str, text: str, column: str = "") -> str:
    """A cheaper condition on the text as sent: where it holds, `parses` does. For the pass that most files need alone."""
    if kind == "timestamp":
        # Either shape, cast as it stands. DuckDB casts both with a `T`; what it refuses (a comma, say) gets the long look.
        return (
            f"((regexp_matches({text}, '{_INSTANT}') and try_cast({text} as timestamptz) is not null)"
            f" or (regexp_matches({text}, '{_LOCAL}') and try_cast({text} as timestamp) is not null))"
        )
    if kind == "bool":
        return f"({text} in ('true', 'false', '1', '0'))"
    return parses(kind, text, column)


def shape(expression: str) -> str:
    """What a value looks like, never what it is: letters as `a`, digits as `9`, control characters as blanks, cut at 40."""
    letters = rf"regexp_replace({expression}, '[\pL\pM]', 'a', 'g')"
    digits = rf"regexp_replace({letters}, '\pN', '9', 'g')"
    return rf"substr(regexp_replace({digits}, '[\pC\s]', ' ', 'g'), 1, 40)"


@dataclass(frozen=True)
class Checked:
    """What a check found. `rows`: those that load. `findings`: Arrow table of `_batch_id, line_number, column_name, reason_code,
    is_row_loaded, value_shape, message`, None if there are none. `set_aside`: number of rows by batch."""

    rows: pa.Table
    findings: pa.Table | None
    set_aside: dict[str, int]


@dataclass(frozen=True)
class _Rule:
    """A claim about one column. `broken`: cheap and never too kind; `exact`: the rule itself; both true where it is broken."""

    column: str
    reason: str
    is_fatal: bool
    message: str
    broken: str
    exact: str
    shape: str


def _rules(entity: Entity, present: Iterable[str]) -> list[_Rule]:
    """The claims about an entity's row, in the contract's column order, for the columns that a table has."""
    have = set(present)
    rules = []
    for column, kind in entity.columns.items():
        is_fatal = column in entity.must_have
        name = quoted(column)
        text = clean(name)
        if column in have and is_fatal:
            # Nearly every text that begins above the blank is not blank; a comparison costs a sixth of a trim.
            broken = f"{name} is null or {name} < '!' or starts_with({name}, chr(160))"
            rules.append(_Rule(column, MISSING_REQUIRED_VALUE, True, f"{column} is empty", broken, f"{text} is null", "null"))
        if column in have and kind != "text":
            message = f"{column} is not {_EXAMPLES[kind]}"
            broken = f"{name} is not null and not {surely_parses(kind, name, column)}"
            exact = f"{text} is not null and not {parses(kind, text, column)}"
            rules.append(_Rule(column, UNPARSEABLE_VALUE, is_fatal, message, broken, exact, shape(text)))
    if entity.any_of:
        texts = [clean(quoted(c)) for c in entity.any_of if c in have]
        nothing = " and ".join(f"{t} is null" for t in texts) or "true"
        message = f"{' and '.join(entity.any_of)} are both empty" if len(entity.any_of) == 2 else f"{entity.any_of[0]} is empty"
        rules.append(_Rule(entity.any_of_column, MISSING_REQUIRED_VALUE, True, message, nothing, nothing, "null"))
    return rules


def check(connection: duckdb.DuckDBPyConnection, rows: pa.Table, entity: Entity) -> Checked:
    """Check every cell of `rows` against the entity. `rows` has `_batch_id`, `_line_number`, `_row_number` and text columns.

    A row with a bad required cell is set aside, with one finding for each of its bad cells. A bad optional cell alone leaves its row in.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rules = _rules(entity, rows.column_names)
    if not rules or not rows.num_rows:
        return Checked(rows, None, {})
    connection.register("checked_rows", rows)
    try:
        sums = ", ".join(f"count(case when {rule.broken} then 1 end)" for rule in rules)
        counts = cast("tuple[int, ...]", connection.execute(f"select {sums} from checked_rows").fetchone())
        suspects = [(i, rule) for i, (rule, n) in enumerate(zip(rules, counts, strict=True)) if n]
        if not suspects:
            return Checked(rows, None, {})
        union = " union all ".join(
            f"select _batch_id, _row_number, _line_number, {i} as rule_number, '{rule.column}' as column_name,"
            f" '{rule.reason}' as reason_code, {str(rule.is_fatal).lower()} as is_fatal, {rule.shape} as value_shape,"
            f" '{rule.message}' as message"
            f" from checked_rows where {rule.exact}"
            for i, rule in suspects
        )
        found = connection.execute(
            f"""
            with cells as ({union})
            select
                _batch_id, _row_number, cast(_line_number as bigint) as line_number, column_name, reason_code,
                not bool_or(is_fatal) over (partition by _batch_id, _row_number) as is_row_loaded, value_shape, message
            from cells
            order by _batch_id, _row_number, rule_number
            """
        ).to_arrow_table()
    finally:
        connection.unregister("checked_rows")
    if not found.num_rows:
        return Checked(rows, None, {})
    key = ["_batch_id", "_row_number"]
    lost = found.filter(pc.invert(found["is_row_loaded"])).select(key).group_by(key).aggregate([])
    set_aside: dict[str, int] = {}
    for batch in lost["_batch_id"].to_pylist():
        set_aside[batch] = set_aside.get(batch, 0) + 1
    if lost.num_rows:
        marked = lost.append_column("_is_lost", pa.array([True] * lost.num_rows))
        keys = rows.select(key).append_column("_position", pa.array(range(rows.num_rows), pa.int64()))
        keep = keys.join(marked, key, join_type="left outer").sort_by("_position")["_is_lost"].is_null()
        rows = rows.filter(keep)
    return Checked(rows, found.drop_columns(["_row_number"]), set_aside)
