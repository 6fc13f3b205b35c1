"""Names of columns: as a file has them, and as raw has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ingestion.contract import Entity
from ingestion.sources.base import MISSING_REQUIRED_COLUMN, FileSetAsideError, Finding

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def normalise(name: str, position: int = 0) -> str:
    """A header cell as the name of a raw column: trimmed, lower case, `[a-z0-9_]` only, accents dropped.

    A name never begins with `_` (those columns are ours). An empty one is called by its position, from 1: `column_3`.
    """
    plain = unicodedata.normalize("NFKD", name.strip().lower()).encode("ascii", "ignore").decode()
    return _NOT_A_NAME.sub("_", plain).strip("_") or f"column_{position}"


def normalise_header(header: Sequence[str]) -> list[str]:
    """All names of a header. Raises FileSetAsideError (unreadable_file) where two come out the same."""
    names = [normalise(cell, i) for i, cell in enumerate(header, 1)]
    doubled = sorted({n for n in names if names.count(n) > 1}) if len(set(names)) < len(names) else []
    if doubled:
        raise FileSetAsideError.unreadable(f"the header names {', '.join(doubled)} more than once")
    return names


def require_columns(entity: Entity, columns: Iterable[str], rows_read: int) -> None:
    """Raises FileSetAsideError with one finding for each required column that a file lacks."""
    have = {c for c in columns if not c.startswith("_")}
    missing = [c for c in entity.must_have if c not in have]
    hint = ""
    if len(have) == 1 and len(next(iter(have)).split("_")) > 3:  # `lead_id;store_id;…` as one name
        hint = "; its header is a single cell: is it separated by something else than a comma?"
    findings = [Finding(MISSING_REQUIRED_COLUMN, f"the file has no column {c}{hint}", column_name=c) for c in missing]
    if entity.any_of and not have.intersection(entity.any_of):
        message = f"the file has none of the columns {', '.join(entity.any_of)}"
        findings.append(Finding(MISSING_REQUIRED_COLUMN, message, column_name=entity.any_of_column))
    if findings:
        raise FileSetAsideError(findings, rows_read)
