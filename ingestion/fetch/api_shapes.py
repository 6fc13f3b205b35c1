"""Answers that hold no list of records as they are, made into one. The names are the vendor's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def ga4_report(document: Any) -> list[Any]:
    """GA4 runReport: rows of values by position, named by the headers beside them."""
    if not isinstance(document, dict) or "dimensionHeaders" not in document:
        return []
    names = [h["name"] for part in ("dimensionHeaders", "metricHeaders") for h in document.get(part, [])]
    rows = [[v.get("value") for part in ("dimensionValues", "metricValues") for v in row.get(part, [])] for row in document.get("rows", [])]
    return [dict(zip(names, row, strict=False)) for row in rows]


def itself(document: Any) -> list[Any]:
    """The answer is the one record."""
    return [document] if isinstance(document, dict) and document else []


SHAPES: dict[str, Callable[[Any], list[Any]]] = {"ga4_report": ga4_report, "itself": itself}
