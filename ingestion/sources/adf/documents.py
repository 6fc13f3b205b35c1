"""An ADF file to rows and findings: bytes in, nothing else touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from ingestion.sources.adf.leads import read_prospect
from ingestion.sources.adf.mail import is_mail, read_mail
from ingestion.sources.adf.prospects import Fragment, find_prospects
from ingestion.sources.adf.text import decode
from ingestion.sources.moments import parse_day, parse_moment

MAX_BYTES = 50 * 1024 * 1024  # a lead is a few kilobytes; more than this is an attack or a mistake


class Finding(NamedTuple):
    """Something wrong: with one value (column_name, value), with one prospect (line_number), or with the file (neither)."""

    reason_code: str
    message: str
    is_row_loaded: bool
    line_number: int | None = None
    column_name: str | None = None
    value: str | None = None


@dataclass(slots=True)
class Document:
    """What a file holds: one row per prospect with the line it starts on, and what was wrong. rows read = rows loaded + rows set aside."""

    rows: list[dict[str, str | None]] = field(default_factory=list)
    line_numbers: list[int | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_set_aside: int = 0


def read_document(data: bytes, file_name: str, received_at: str | None = None, max_bytes: int = MAX_BYTES) -> Document:
    """Every lead of an ADF file.

    received_at: ISO 8601 with offset, when the file came; used where neither the document nor its e-mail has a readable time, for a
    lead without a time is still a lead. Never raises on content: a file without a prospect gives one finding `unreadable_file`.
    """
    document = Document()
    if len(data) > max_bytes:
        return _unreadable(document, f"larger than {max_bytes} bytes")
    if not data.strip(b"\x00 \t\r\n"):
        return _unreadable(document, "empty")
    fragments, sent_at, from_mail = _fragments(data, PurePosixPath(file_name).name)
    if not fragments:
        return _unreadable(document, "no prospect found")
    for fragment in fragments:
        _add(document, fragment, sent_at, received_at, None if from_mail else fragment.line_number)
    return document


def _fragments(data: bytes, file_name: str) -> tuple[list[Fragment], str | None, bool]:
    if not is_mail(data, file_name):
        return find_prospects(decode(data)), None, False
    mail = read_mail(data)
    for group in mail.groups:
        # An e-mail often has the document twice (plain and html, body and attachment): the first group that has it counts.
        if found := [f for part in group for f in find_prospects(decode(part))]:
            return found, mail.sent_at, True
    return [], mail.sent_at, True


def _add(document: Document, fragment: Fragment, sent_at: str | None, received_at: str | None, line: int | None) -> None:
    row, is_whole = read_prospect(fragment.text)
    if row is None:
        document.rows_set_aside += 1
        document.findings.append(Finding("malformed_row", "a prospect that says nothing", False, line))
        return
    if not fragment.is_closed or not is_whole:
        document.findings.append(Finding("malformed_row", "the prospect is cut off; what could be read was kept", True, line))
    document.findings.extend(_set_times(row, sent_at, received_at, line))
    if (year := row["model_year"]) and not (year.isdigit() and len(year) == 4):
        document.findings.append(Finding("unparseable_value", "no year", True, line, "model_year", year))
    document.rows.append(row)
    document.line_numbers.append(line)


def _set_times(row: dict[str, str | None], sent_at: str | None, received_at: str | None, line: int | None) -> list[Finding]:
    asked = row["requestdate"]
    if moment := parse_moment(asked):
        row["inquiry_at"], row["inquiry_at_basis"] = moment, "requestdate"
        return []
    for basis, moment in (("requestdate_day", parse_day(asked)), ("mail_date", sent_at), ("file_time", received_at)):
        if moment:
            row["inquiry_at"], row["inquiry_at_basis"] = moment, basis
            break
    reason = "unparseable_value" if asked else "missing_required_value"
    return [Finding(reason, f"the lead is kept with another time ({row['inquiry_at_basis']})", True, line, "requestdate", asked)]


def _unreadable(document: Document, message: str) -> Document:
    document.findings.append(Finding("unreadable_file", message, False))
    return document
