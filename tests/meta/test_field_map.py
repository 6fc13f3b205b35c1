"""The field map covers what more than one system sends, names checks that exist, and is the page that people read."""

from __future__ import annotations

import ast
import csv
import json
import re
import runpy
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingestion.contract import entities
from ingestion.home import PROJECT_DIR

DBT = PROJECT_DIR / "dbt_project"
MODELS = {path.stem: path for path in (DBT / "models").rglob("*.sql")}
NEVER_EMPTY = ("origin", "edited_in", "pushed_to", "destination", "update_frequency", "validation_rule", "system_of_record", "fallback")


def seed(name: str) -> list[dict[str, str]]:
    with (DBT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


FIELDS = {(row["entity"], row["field"]): row for row in seed("field_sources")}


def vendor_models() -> Mapping[str, list[str]]:
    """Entity -> the models that bring its rows besides the canonical drop, as the macro says."""
    macro = (DBT / "macros" / "canonical" / "staged_rows.sql").read_text(encoding="utf-8")
    found = re.search(r"set models = (\{.*?\}) -?%\}", macro, flags=re.S)
    assert found is not None
    models: dict[str, list[str]] = ast.literal_eval(found.group(1))
    return models


def is_never_given(column: str, sql: str) -> bool:
    """Whether a staging model fills a column of the contract with nothing, for its vendor does not have it."""
    return re.search(rf"\b(cast\(null as [^)]*(\(\d+, ?\d+\))?\)|null) as {column}\b", sql, flags=re.I) is not None


def text_of(model: str) -> str:
    """A model's SQL, and that of the staging models under it where it is a canonical step of one vendor."""
    sql = MODELS[model].read_text(encoding="utf-8")
    parents = re.findall(r"ref\('(stg_(?!run)\w+)'\)", sql) if model.startswith("can_") else []
    return "\n".join([sql, *(MODELS[parent].read_text(encoding="utf-8") for parent in parents)])


def uncovered(models: Mapping[str, list[str]], texts: Mapping[str, str], covered: set[tuple[str, str]]) -> list[str]:
    """Columns that the canonical drop and another system give, and that have no row."""
    found = []
    for entity, names in models.items():
        for column in entities()[entity].columns:
            if (entity, column) not in covered and any(not is_never_given(column, texts[name]) for name in names):
                found.append(f"{entity}.{column}")
    return found


def test_every_column_that_two_systems_give_has_a_row() -> None:
    models = vendor_models()
    texts = {name: text_of(name) for names in models.values() for name in names}
    assert uncovered(models, texts, set(FIELDS)) == []
    assert uncovered(models, texts, set(FIELDS) - {("leads", "email")}) == ["leads.email"]
    assert uncovered({"quotes": ["stg_x__quotes"]}, {"stg_x__quotes": "cast(null as varchar) as amount, 1 as vin"}, set()) == [
        f"quotes.{column}" for column in entities()["quotes"].columns if column != "amount"
    ]


def test_rows_are_of_the_contract_and_nobody_is_there_twice() -> None:
    assert len(seed("field_sources")) == len(FIELDS)
    for entity, field in FIELDS:
        assert field in entities()[entity].columns or field.startswith("x_"), f"{entity}.{field}"


def test_every_cell_is_filled_with_words_of_the_vocabulary() -> None:
    kinds = set(runpy.run_path(str(PROJECT_DIR / "docs" / "generate_field_map.py"))["KINDS"]) | {"-"}
    groups = {row["cadence_group"] for row in seed("source_cadences")}
    for name, row in FIELDS.items():
        assert all(row[column] for column in (*NEVER_EMPTY, "conflict_rule")), name
        for column in ("origin", "edited_in", "pushed_to", "system_of_record", "fallback"):
            assert set(row[column].split("|")) <= kinds, f"{name}: {column}"
        assert row["update_frequency"] in groups, name
    critical = ("asking_price", "mileage", "stock_number", "vin", "exterior_color", "interior_color", "x_options", "status")
    assert all(FIELDS["inventory_units", field][column] != "-" for field in critical for column in ("origin", "edited_in", "pushed_to"))


def checks_that_exist(published_home: Path) -> set[str]:
    """Checks of the audit by its own report, tests of dbt by file, checks of the hygiene list by its models."""
    report = next((published_home / "reports").glob("*/audit.json"))
    audited = {check["check"] for check in json.loads(report.read_text(encoding="utf-8"))["checks"]}
    listed = {name for model in ("int_hygiene__records",) for name in re.findall(r"\n +\('(\w+)', '", MODELS[model].read_text("utf-8"))}
    return audited | listed | {path.stem for path in (DBT / "tests").rglob("*.sql")}


def test_each_rule_and_each_destination_names_something_that_exists(published_home: Path) -> None:
    checks = checks_that_exist(published_home)
    assert {row["validation_rule"] for row in FIELDS.values()} - checks == set()
    tables = {f"{path.parent.name}.{stem}" for stem, path in MODELS.items() if path.parents[1].name == "marts"}
    tables |= {f"{path.parent.parent.name}.{stem}" for stem, path in MODELS.items() if path.parents[2].name == "marts"}
    assert {table for row in FIELDS.values() for table in row["destination"].split("|")} - tables == {"-"}


def test_the_page_is_the_data() -> None:
    made = runpy.run_path(str(PROJECT_DIR / "docs" / "generate_field_map.py"))
    assert (PROJECT_DIR / "docs" / "field_map.md").read_text(encoding="utf-8") == made["page"](), "run: python docs/generate_field_map.py"


@pytest.mark.parametrize("field", ["stage", "owner_agent_id"])
def test_the_crm_alone_says_where_a_lead_stands(field: str) -> None:
    assert (FIELDS["leads", field]["system_of_record"], FIELDS["leads", field]["fallback"]) == ("crm", "-")
