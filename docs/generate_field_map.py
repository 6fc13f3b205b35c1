"""Writes docs/field_map.md from the seeds field_sources and source_cadences: `python docs/generate_field_map.py`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "dbt_project" / "seeds"
PAGE = Path(__file__).with_name("field_map.md")

# The kinds of system that the columns origin, edited_in, pushed_to, system_of_record and fallback name.
KINDS = {
    "appraisal": "the appraisal tool",
    "ads": "advertising platforms",
    "call_tracking": "call tracking",
    "crm": "the CRM",
    "digital_retailing": "payment, credit and trade-in tools of the website",
    "dms": "the DMS",
    "group": "the group itself: its settings and canonical files",
    "inventory_feed": "the inventory and pricing tool, by its stock lists",
    "lead_intake": "providers of leads (ADF)",
    "market_data": "market data",
    "marketplace": "third-party marketplaces",
    "messaging": "e-mail and text message platforms",
    "oem": "the manufacturer",
    "recon": "the reconditioning tool",
    "web_analytics": "web analytics",
    "website": "the website",
}
INTRODUCTION = """# The field map

Where each field is made, changed and sent on; which kind of system rules it when two say different things, and which gives it when that one
does not; which check watches it. For sales managers, marketing and vendors alike: what a number rests on is agreed here.

This page is made from the seeds `field_sources` and `source_cadences` (`python docs/generate_field_map.py`; a test says that page and data
are one), and so is the published table `meta.field_map`. A group that works otherwise lays its own rows over them by entity and field:
`<home>/config/field_sources.csv`. Where two systems disagree on a car, a sale or a consent now, the difference is in
`marts.mart_system_conflicts`.

**What rules by itself.** Sales are said by the DMS: a CRM's copy of a deal gives way to the DMS record, by the `system_of_record` and
`fallback` of `deals.status`. Where several kinds of system keep a record of a car (DMS, inventory tool, CRM), each field is what
its `system_of_record` said last, else what another says; stock lists give the stock numbers that none of these records has.
Owner and stage of a lead are said by the CRM, whomever the call tool names. Between two versions of one record from systems of equal rank
the later `updated_at` wins.

**Routing** (sales, service, trade-in, financing): which queue and path a lead takes by what it asks for is the seed `lead_types`
(`dims.dim_lead_types`); whom it goes to is decided in the CRM and read from `lead_assignments`.
"""
COLUMNS = ("origin", "edited_in", "pushed_to", "system_of_record", "fallback", "conflict_rule", "destination", "update_frequency")
HEADER = (
    "| fields | made in | changed in | sent on to | ruled by | else by | where two differ | shown in | watched by |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)


def rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def page() -> str:
    parts = [INTRODUCTION, "\n## The kinds of system\n\n"]
    parts += [f"- `{kind}`: {meaning}\n" for kind, meaning in sorted(KINDS.items())]
    parts.append("\n## How often each group is asked\n\n| group | every | silent for too long after | what |\n|---|---|---|---|\n")
    cadences = {row["cadence_group"]: row for row in rows("source_cadences")}
    for group, row in cadences.items():
        limit = _time(row["error_after_seconds"]) if row["error_after_seconds"] else "–"
        parts.append(f"| {group} | {_time(row['schedule_seconds'])} | {limit} | {row['meaning']} |\n")
    fields = rows("field_sources")
    for entity in dict.fromkeys(row["entity"] for row in fields):
        own = [row for row in fields if row["entity"] == entity]
        groups = ", ".join(dict.fromkeys(row["update_frequency"] for row in own))
        parts.append(f"\n## {entity}\nAsked with the group {groups}.\n\n{HEADER}")
        parts += _lines(own)
    return "".join(parts)


def _lines(fields: list[dict[str, str]]) -> Iterator[str]:
    """Fields of which the same is true share a line, with the check of each behind its name."""
    alike: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in fields:
        alike.setdefault(tuple(row[c] for c in COLUMNS), []).append(row)
    for values, members in alike.items():
        origin, edited, pushed, record, fallback, rule, destination, _ = (_words(v) for v in values)
        checks = ", ".join(f"`{check}`" for check in dict.fromkeys(row["validation_rule"] for row in members))
        names = ", ".join(f"`{row['field']}`" for row in members)
        yield f"| {names} | {origin} | {edited} | {pushed} | {record} | {fallback} | {rule} | {destination} | {checks} |\n"


def _words(value: str) -> str:
    return "–" if value == "-" else value.replace("|", ", ")


def _time(seconds: str) -> str:
    """`300` as `5 min`, `93600` as `26 h`."""
    minutes = int(seconds) // 60
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
