"""The oracle is worth nothing unless it gives every expected row of every scenario by itself."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from tests.oracle import Parameters, publish
from tests.oracle.identity import email, phone
from tests.scenarios.run import SHARED, batches, compare, expectations, scenarios

OWN = Path(__file__).parent / "scenarios"
# The oracle reads canonical drops and ADF; vendors' feeds and webhooks are read by the warehouse alone.
READ = {"canonical", "adf"}
# It reads these two of a home's own tables; those of the second line say nothing about its figures. A scenario that lays its own words
# over the others (statuses, policies, maps) is the warehouse's alone.
READ_CONFIG = {"non_identifying_contacts.csv", "lead_source_map.csv"}
SAYS_NOTHING = {"appointment_capacity.csv", "interventions.csv"}


def is_readable(scenario: Path) -> bool:
    """Whether the oracle reads all that the scenario puts into its home."""
    config = {file.name for file in (scenario / "config").glob("*")}
    return config <= READ_CONFIG | SAYS_NOTHING and all({child.name for child in tree.iterdir()} <= READ for tree, _ in batches(scenario))


TODO = [s for s in scenarios([OWN, SHARED]) if is_readable(s)]


def parameters(scenario: Path) -> Parameters:
    """The defaults, and what the scenario's config adds: contacts that identify nobody, spellings of sources."""
    added = {name: _config(scenario / "config" / f"{name}.csv") for name in ("non_identifying_contacts", "lead_source_map")}
    contacts = {email(row["contact"]) or phone(row["contact"]) or "" for row in added["non_identifying_contacts"]}
    sources = {(r["store_id"], r["raw_value"]): (r["source_code"], r["channel_group"]) for r in added["lead_source_map"]}
    return Parameters(non_identifying=Parameters().non_identifying | contacts, source_map=sources)


def _config(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.open(newline=""))) if file.exists() else []


@pytest.mark.parametrize("scenario", TODO, ids=lambda s: s.name)
def test_oracle_gives_the_expected_rows(scenario: Path) -> None:
    trees, clocks = zip(*batches(scenario), strict=True)
    tables = publish(list(trees), [datetime.fromisoformat(clock) for clock in clocks], parameters(scenario))
    problems = []
    for relation, rows, columns, how in expectations(scenario):
        # What hangs on listings and on the shop's clock is read by the warehouse alone.
        told = [c for c in columns if all(c in row for row in tables.get(relation, []))]
        problems += compare(tables[relation], rows, told, how) if relation in tables else []
    assert not problems, "\n".join(problems[:20])
