"""JSON, JSON lines and XML as records, and a record as one flat row of text plus the rows of its lists. Values stay as sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingestion.sources.base import MALFORMED_ROW, MISSING_REQUIRED_VALUE, FileSetAsideError, Finding
from ingestion.sources.exports.spec import ACCOUNT, PARENT, Table, fold
from ingestion.sources.feeds.tables import at_path, decoded
from ingestion.sources.files.headers import normalise

MAX_DEPTH = 12  # deeper values stay JSON text


@dataclass
class Rows:
    """Rows of one table on their way: by column, all of the same length."""

    table: Table
    columns: dict[str, list[str | None]] = field(default_factory=dict)
    lines: list[int | None] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def add(self, row: dict[str, str | None], line: int | None, number: int) -> None:
        for name in row:
            if name not in self.columns:
                self.columns[name] = [None] * len(self.lines)
        for name, cells in self.columns.items():
            cells.append(row.get(name))
        self.lines.append(line)
        self.numbers.append(number)


@dataclass
class Documents:
    """What a file of documents holds: rows of the table and of its children, and the records that could not be used."""

    rows: dict[str, Rows]
    findings: list[Finding] = field(default_factory=list)
    records: int = 0  # of the table itself, used or not
    names: set[str] = field(default_factory=set)


def read_documents(data: bytes, form: str, table: Table, children: dict[str, Table], account: str | None) -> Documents:
    """Raises FileSetAsideError where the file is no such document, or has no list of records where one is expected."""
    found = Documents({table.name: Rows(table), **{name: Rows(child) for name, child in children.items()}})
    for line, record, around in _records(data, form, table):
        found.records += 1
        if not isinstance(record, dict):
            found.findings.append(Finding(MALFORMED_ROW, f"record {found.records} is no object", line_number=line))
            continue
        _take(found, table, children, record, {**around, ACCOUNT: account}, line)
    return found


def _take(
    found: Documents, table: Table, children: dict[str, Table], record: dict[str, Any], around: dict[str, str | None], line: int | None
) -> None:
    lists = {path: _cut(record, path) for path in (*table.children, *table.key_values)}
    row = {**around, **_named(table, flat(record))}
    for path, (key, content) in table.key_values.items():
        for pair in lists[path]:
            if isinstance(pair, dict) and isinstance(pair.get(key), str):
                row[f"{normalise(path)}_{normalise(pair[key])}"] = _first(pair.get(content))
    found.names.update(row)
    empty = [c for c in table.keys if not (row.get(c) or "").strip()]
    if empty:
        found.findings += [Finding(MISSING_REQUIRED_VALUE, f"record {found.records} has no {table.headers[c]}", line, c) for c in empty[:1]]
        return
    found.rows[table.name].add(row, line, found.records)
    for path, name in table.children.items():
        rows = found.rows[name]
        for element in lists[path]:
            value: dict[str, Any] = element if isinstance(element, dict) else {"value": element}
            for cut in children[name].key_values:
                _cut(value, cut)
            rows.add({**_named(children[name], flat(value)), PARENT: str(found.records)}, line, len(rows.lines) + 1)


def _records(data: bytes, form: str, table: Table) -> Iterator[tuple[int | None, Any, dict[str, str | None]]]:
    """(line, record, fields of the document around it)"""
    if form == "xml":
        yield from _xml(data, table)
        return
    text = decoded(data, table.encoding)
    if form == "jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield from ((number, record, {}) for record in _of_line(_json(line), table))
        return
    document = _json(text)
    if document is None:
        raise FileSetAsideError.unreadable("is no whole JSON document")
    records = _at(document, table.records) if table.records else _only_list(document)
    if records is None and table.may_lack_records and isinstance(document, dict | list):
        return
    if records is None:
        raise FileSetAsideError.unreadable(f"has no list of records{f' at {table.records}' if table.records else ''}")
    around = {column: text_of(at_path(document, path)) for column, path in table.context.items()}
    for record in records:
        yield None, record, around


def _of_line(record: Any, table: Table) -> list[Any]:
    """A line of JSON lines is a record, or a whole answer that holds records."""
    held = _at(record, table.records) if table.records and isinstance(record, dict) else None
    return [record] if held is None else held


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _at(document: Any, path: str) -> list[Any] | None:
    """The records at `a.b`; a list on the way is gone through, an object at the end is one record; None where there is nothing."""
    places = [document]
    for part in path.split("."):
        places = [element for place in places for element in (place if isinstance(place, list) else [place])]
        places = [place[part] for place in places if isinstance(place, dict) and part in place]
    if not places:
        return [] if document == [] else None
    return [record for place in places if place is not None for record in (place if isinstance(place, list) else [place])]


def _only_list(document: Any) -> list[Any] | None:
    if isinstance(document, list):
        return document
    lists = [v for v in document.values() if isinstance(v, list)] if isinstance(document, dict) else []
    return lists[0] if len(lists) == 1 else [document] if isinstance(document, dict) and not lists else None


def _xml(data: bytes, table: Table) -> Iterator[tuple[int | None, Any, dict[str, str | None]]]:
    """Elements as objects: attributes and elements by local name, repeated ones as lists. A document type or an entity is refused."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as e:
        raise FileSetAsideError.unreadable(f"holds a document type or an entity ({type(e).__name__}): such XML is not read") from None
    except (ParseError, ValueError, LookupError, RecursionError) as e:
        where = f" (line {e.position[0]})" if isinstance(e, ParseError) else ""
        raise FileSetAsideError.unreadable(f"is no whole XML document{where}") from None
    wanted = set((table.records or "").lower().split("|")) - {""}
    elements = [e for e in root.iter() if _local(e.tag).lower() in wanted] if wanted else list(root)
    document = _object(root)
    around = {column: text_of(at_path(document, path)) for column, path in table.context.items()}
    for element in elements:
        record = _object(element)
        yield None, record if isinstance(record, dict) else {_local(element.tag): record}, around


def _local(tag: Any) -> str:
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _object(element: Any, depth: int = 0) -> Any:
    fields: dict[str, Any] = {_local(k): v for k, v in element.attrib.items()}
    for child in element if depth < 60 else ():
        name = _local(child.tag)
        if not name:
            continue  # a comment
        value = _object(child, depth + 1)
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    text = (element.text or "").strip()
    if not fields:
        return text or None
    if text:
        fields.setdefault("text", text)
    return fields


def flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str | None]]:
    """(name, text) of all values: what is nested comes up under joined names (`pricing.listPrice` is pricing_listprice)."""
    for key, value in record.items():
        name = f"{prefix}{normalise(str(key), 1)}"
        if isinstance(value, dict) and value and depth < MAX_DEPTH:
            yield from flat(value, f"{name}_", depth + 1)
        elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            yield name, text_of("|".join(value))
        else:
            yield name, text_of(value)


def text_of(value: Any) -> str | None:
    """A value as raw keeps it: text as sent, true and false as words, lists and objects as JSON, nothing and empty as null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8") or None if text else None


def _named(table: Table, cells: Iterator[tuple[str, str | None]]) -> dict[str, str | None]:
    return {table.aliases.get(fold(name), name): text for name, text in cells}


def _first(value: Any) -> str | None:
    """Of a value that is given in one of several types ({string_value, int_value, …}) the one that is there."""
    if isinstance(value, dict):
        return next((text for v in value.values() if (text := text_of(v)) is not None), None)
    return text_of(value)


def _cut(record: dict[str, Any], path: str) -> list[Any]:
    """Take the list at a path out of a record; an object alone counts as a list of one (XML does not tell)."""
    *way, last = path.split(".")
    place: Any = record
    for part in way:
        place = place.get(part) if isinstance(place, dict) else None
    value = place.pop(last, None) if isinstance(place, dict) else None
    return value if isinstance(value, list) else [] if value is None else [value]
