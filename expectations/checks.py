"""What one check is, and the few ways to make one.

A check is a small question in SQL and a Great Expectations expectation on its answer. The first column of the answer is what the
expectation looks at (one number, or a short list of values); the other columns only explain it in the report. Big tables are
thereby counted by DuckDB, and Great Expectations sees a frame of a few rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["critical", "warning"]
CRITICAL: Severity = "critical"
WARNING: Severity = "warning"

# A question with one number for an answer: the sum of a column of one row is that number, and that of no number is 0. Great
# Expectations sums five times faster than it looks at each value of a column (measured: 1.6 against 7.8 ms a check).
_NUMBER = "ExpectColumnSumToBeBetween"


@dataclass(frozen=True)
class Check:
    """One claim about the warehouse.

    `name` is `<table>.<claim>` and unique. `title` says what should hold, `consequence` what a reader would see if it did not; both are
    words of the business. `needs` are the tables (`schema.table`) and columns (`schema.table.column`) without which there is nothing
    to check. `expected` is the limit in words; `because` the reason for it, where it is a number somebody chose.
    """

    name: str
    title: str
    consequence: str
    severity: Severity
    sql: str
    expectation: str
    arguments: Mapping[str, Any]
    expected: str
    needs: Sequence[str]
    because: str = ""
    parameters: Sequence[Any] = field(default=())
    about: str = ""

    @property
    def table(self) -> str:
        """The table that the claim is about, as `schema.table`; the claim's first word where it is about no single one."""
        if self.about or not self.needs:
            return self.about or self.name.split(".")[0]
        return ".".join(self.needs[0].split(".")[:2])


def none_found(
    name: str,
    title: str,
    consequence: str,
    severity: Severity,
    sql: str,
    needs: Sequence[str],
    *,
    parameters: Sequence[Any] = (),
) -> Check:
    """The answer's first number is 0: nothing was found that should not be there."""
    return Check(name, title, consequence, severity, sql, _NUMBER, {"min_value": 0, "max_value": 0}, "none",
                 needs, parameters=parameters)  # fmt: skip


def no_rows(
    name: str,
    title: str,
    consequence: str,
    severity: Severity,
    table: str,
    bad: str,
    *,
    where: str = "true",
    needs: Sequence[str] = (),
    parameters: Sequence[Any] = (),
) -> Check:
    """No row of `table` (among those `where`) is `bad`, both SQL conditions. Counts the rows it looked at, too."""
    sql = f"select count(case when {bad} then 1 end) as found, count(*) as of_rows from {table} where {where}"
    return none_found(name, title, consequence, severity, sql, [table, *needs], parameters=parameters)


def unique(
    name: str, title: str, consequence: str, severity: Severity, table: str, columns: Sequence[str], *, where: str = "true"
) -> Check:
    """One row per combination of `columns` (SQL expressions; a null is a value like any other)."""
    by = ", ".join(columns)
    sql = (
        f"select coalesce(sum(copies - 1), 0) as found, coalesce(sum(copies), 0) as of_rows "
        f"from (select count(*) as copies from {table} where {where} group by {by}) as keys"
    )
    plain = [f"{table}.{c}" for c in columns if c.isidentifier()]
    return none_found(name, title, consequence, severity, sql, [table, *plain])


def at_most(
    name: str,
    title: str,
    consequence: str,
    severity: Severity,
    sql: str,
    limit: float,
    because: str,
    needs: Sequence[str],
    *,
    parameters: Sequence[Any] = (),
) -> Check:
    """The answer's first number (a share; null = nothing to measure) is at most `limit`."""
    return Check(name, title, consequence, severity, sql, _NUMBER, {"max_value": limit}, f"at most {limit:g}",
                 needs, because, parameters)  # fmt: skip


def equal(
    name: str, title: str, consequence: str, severity: Severity, left: str, right: str, needs: Sequence[str], sides: tuple[str, str]
) -> Check:
    """Two numbers are the same. `left` and `right` are scalar subqueries; `sides` is what the report calls them."""
    sql = f'select abs(l - r) as difference, l as "{sides[0]}", r as "{sides[1]}" from (select {left} as l, {right} as r) as both_sides'
    # Sums of money in binary floats may differ in the last digits, counts may not: half a cent is far below one.
    arguments = {"min_value": 0, "max_value": 0.005}
    return Check(name, title, consequence, severity, sql, _NUMBER, arguments, "no difference", needs)


def values_in(name: str, title: str, consequence: str, severity: Severity, table: str, column: str, values: Sequence[str]) -> Check:
    """Every value of a text column is one of `values`; null is allowed."""
    sql = f"select distinct {column} from {table} where {column} is not null order by 1 limit 50"
    return Check(name, title, consequence, severity, sql, "ExpectColumnValuesToBeInSet", {"value_set": list(values)},
                 "one of " + ", ".join(values), [f"{table}.{column}"])  # fmt: skip


def holds_all(
    name: str, title: str, consequence: str, severity: Severity, sql: str, wanted: Sequence[str], about: str, parameters: Sequence[Any] = ()
) -> Check:
    """The answer's first column holds every one of `wanted`; it may hold more. Asked also where the table it is `about` is not there."""
    arguments = {"value_set": list(wanted)}
    expected = ", ".join(wanted)
    return Check(
        name,
        title,
        consequence,
        severity,
        sql,
        "ExpectColumnDistinctValuesToContainSet",
        arguments,
        expected,
        [],
        parameters=parameters,
        about=about,
    )
