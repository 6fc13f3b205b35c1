"""Small things that questions and answers are made of: places in a document, texts with braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_ONE = re.compile(r"\{(\w+)\}")


def at_path(document: Any, path: str) -> Any:
    """What stands at `a.b` of an object; None where there is nothing. "" is the document itself."""
    place = document
    for part in path.split(".") if path else ():
        place = place.get(part) if isinstance(place, Mapping) else None
    return place


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """A template of a specification with its values: texts with braces, also inside lists and objects.

    `{from:%Y-%m-%d}` formats a moment, `{from_ms}` is its milliseconds since 1970; `int:{from:%Y}` is a number; `{x}` alone keeps x's type.
    """
    if isinstance(template, Mapping):
        return {key: filled(value, values) for key, value in template.items()}
    if isinstance(template, list | tuple):
        return [filled(value, values) for value in template]
    if not isinstance(template, str) or "{" not in template:
        return template
    alone = _ONE.fullmatch(template)
    if alone and isinstance(values.get(alone[1]), int | list):
        return values[alone[1]]
    text = template.removeprefix("int:").format_map(dict(values))
    return int(text) if template.startswith("int:") else text


def times(start: datetime, end: datetime) -> dict[str, Any]:
    """A window's values for templates."""
    ends = {"from": start, "to": end}
    return ends | {f"{name}_ms": int(at.timestamp() * 1000) for name, at in ends.items()}
