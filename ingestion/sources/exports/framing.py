"""A report file whose table stands between lines of its own: `"Report Time: 11/1/2026"` above, a copyright below."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

from ingestion.sources.exports.spec import Table, fold
from ingestion.sources.feeds.tables import decoded, unzipped
from ingestion.sources.files.headers import normalise

_LINES_ABOVE = 60
_COPYRIGHT = re.compile(r'\s*"?(©|\(c\)|copyright)[^,]*"?\s*$', re.IGNORECASE)
_SAID = re.compile(r"(?P<name>[^:]{1,60}):\s*(?P<value>.*)")


def unframed(data: bytes, table: Table) -> tuple[bytes, Table, dict[str, str]]:
    """(the file without what is below its table, how to read it, what the lines above say by `report_<name>`).

    The header is the first line that names every required column. Where there is none the file is left as it is: then the columns
    that it lacks are named as for any other file.
    """
    lines = decoded(unzipped(data), table.encoding).split("\n")
    cells = [_cells(line) for line in lines[:_LINES_ABOVE]]
    names = [{table.aliases.get(fold(cell), "") for cell in row} for row in cells]
    header = next((n for n, row in enumerate(names) if row.issuperset(table.required)), None)
    if header is None:
        return data, table, {}
    end = len(lines)
    while end > header + 1 and (not lines[end - 1].strip() or _COPYRIGHT.match(lines[end - 1])):
        end -= 1
    return "\n".join(lines[:end]).encode(), replace(table, skip_lines=header, encoding="utf-8"), dict(_said(cells[:header]))


def _cells(line: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r")]), [])


def _said(above: list[list[str]]) -> list[tuple[str, str]]:
    found = []
    for row in above:
        match = _SAID.fullmatch(",".join(row).strip())
        if match and match["value"].strip():
            name = normalise(match["name"])
            found.append((name if name.startswith("report_") else f"report_{name}", match["value"].strip()))
    return found
