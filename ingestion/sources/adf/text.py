"""Bytes of a lead document to text, whatever they were written in.

Leads come by unauthenticated e-mail and from form scripts: the declared encoding is often wrong, and one document can mix two.
Nothing here fails: a byte that is no UTF-8 is read as Windows-1252, byte by byte, which is right for curly quotes and for Latin-1.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""encoding\s{0,8}=\s{0,8}["']?([A-Za-z][A-Za-z0-9._-]{1,30})""", re.IGNORECASE)
# Declared but never believed before the bytes are: UTF-8 bytes are recognised by themselves, and Windows-1252 is a superset of the others.
_NOT_BELIEVED = {"utf-8", "ascii", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"}


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the offending bytes, one character each."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in bad), error.end


codecs.register_error("rooftop_windows_1252", _as_windows_1252)


def decode(data: bytes) -> str:
    """The document as text, without byte order mark and NUL characters. Never fails, never drops a readable character."""
    return _decode(data).lstrip("\ufeff").replace("\x00", "")


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="rooftop_windows_1252" if encoding == "utf-8" else "replace")
    head = data[:400]
    if head.count(0) > len(head) // 4:  # every other byte of a Western text in UTF-16 is NUL
        little = head[1::2].count(0) >= head[0::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    declared = _DECLARED.search(head)
    if declared:
        name = declared.group(1).decode("ascii")
        try:
            if codecs.lookup(name).name not in _NOT_BELIEVED:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # an unknown name, or the bytes say otherwise
    return data.decode("utf-8", errors="rooftop_windows_1252")
