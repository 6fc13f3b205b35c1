"""Names and texts inside SQL. Not as parameters: for those, DuckDB's Python client imports pandas (1.5 s) to know its types."""

from __future__ import annotations


def quoted(name: str) -> str:
    """An identifier, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """A text literal."""
    return "'" + str(text).replace("'", "''") + "'"
