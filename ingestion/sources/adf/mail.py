"""An ADF document that comes as an e-mail: which of its parts are the document, and when it was sent."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from typing import NamedTuple

# A header block at the very start: an .eml file, or a mailbox export saved as .txt.
_HEADER = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,20}(?:from |(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type"
    rb"|x-[a-z\-]{1,40}|dkim-signature|arc-[a-z\-]{1,40}|reply-to|sender):)",
    re.IGNORECASE,
)
_FIRST = ("application/x-adf+xml", "application/adf+xml", "application/xml", "text/xml", "application/octet-stream")
MAX_PARTS = 200


class Mail(NamedTuple):
    """The parts that may hold the document, best first, each group an alternative to the next; and the Date header as ISO text."""

    groups: list[list[bytes]]
    sent_at: str | None


def is_mail(data: bytes, file_name: str) -> bool:
    """Whether the content is an e-mail with headers rather than a bare document."""
    return file_name.lower().endswith((".eml", ".mime")) or bool(_HEADER.match(data[:200]))


def read_mail(data: bytes) -> Mail:
    """The candidate parts of an e-mail, out of their transfer encoding; last of all the whole content, for a broken e-mail."""
    attached: list[bytes] = []
    plain: list[bytes] = []
    html: list[bytes] = []
    sent_at = None
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        sent_at = _sent_at(message.get("Date"))
        for number, part in enumerate(message.walk()):
            if number >= MAX_PARTS:
                break
            if part.is_multipart():
                continue
            payload = part.get_payload(decode=True)
            if not isinstance(payload, bytes) or not payload:
                continue
            kind, name = part.get_content_type().lower(), str(part.get_filename() or "").lower()
            if kind in _FIRST or name.endswith((".xml", ".adf")):
                attached.append(_in_utf8(payload, part.get_content_charset()))
            elif kind == "text/plain":
                plain.append(_in_utf8(payload, part.get_content_charset()))
            elif kind == "text/html":
                html.append(_in_utf8(payload, part.get_content_charset()))
    except Exception:  # the standard parser raises many kinds on hostile headers; the lead is in the bytes all the same
        attached, plain, html = [], [], []
    return Mail([group for group in (attached, plain, html, [data]) if group], sent_at)


def _in_utf8(payload: bytes, charset: str | None) -> bytes:
    """The part in UTF-8 where the mail's header names an encoding that the bytes do not show by themselves."""
    if charset and charset.lower() not in ("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"):
        try:
            return payload.decode(charset).encode()
        except (LookupError, UnicodeDecodeError):
            pass
    return payload


def _sent_at(header: object) -> str | None:
    try:
        return parsedate_to_datetime(str(header)).isoformat() if header else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
