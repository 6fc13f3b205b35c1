"""The simulated group is the same on every machine, ends when it says, and holds nobody's data."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingestion.sandbox import DEFAULT_AS_OF, DemoReport, write_demo
from ingestion.sandbox.clock import instant
from ingestion.sandbox.vins import check_digit, is_valid
from ingestion.sandbox.world import World

_CONTRACT = yaml.safe_load((Path(__file__).parents[3] / "ingestion" / "contract.yml").read_text())["entities"]
# What is planned lies ahead by nature.
_PLANS = {"scheduled_at", "next_action_at", "due_at", "ends_at"}


@pytest.fixture(scope="module")
def world() -> World:
    world = World("tiny", 7, instant(DEFAULT_AS_OF))
    world.run()
    return world


def _hashes(root: Path) -> dict[str, str]:
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()}


def test_same_seed_same_bytes(demo: DemoReport, tmp_path: Path) -> None:
    write_demo(tmp_path / "again", size="tiny")
    assert _hashes(tmp_path / "again") == _hashes(demo.home)


def test_another_seed_is_another_group(demo: DemoReport, tmp_path: Path) -> None:
    other = write_demo(tmp_path / "other", size="tiny", seed=8)
    assert other.truth["stores"] != demo.truth["stores"]


def test_every_entity_of_the_contract_has_rows(world: World) -> None:
    # No holiday falls into the tiny world, and stores tell of none that is to come.
    assert {entity for entity, lines in world.log.entries.items() if not lines} <= {"store_closures"}


def test_nothing_is_known_after_as_of(world: World) -> None:
    late = []
    for entity in _CONTRACT:
        columns = [c for c, kind in _CONTRACT[entity]["columns"].items() if kind == "timestamp" and c not in _PLANS]
        for at, _, row in world.log.rows(entity):
            late += [(entity, c) for c in columns if row.get(c) is not None and row[c] > world.as_of]
            assert at <= world.as_of
    assert not late


def test_versions_of_a_row_have_their_own_time(world: World) -> None:
    """Two versions of one key at one time would leave it to the order of the file which one holds."""
    for entity, spec in _CONTRACT.items():
        if not spec["upsert"] or "updated_at" not in spec["columns"]:
            continue
        seen: dict[tuple[Any, ...], dict[str, Any]] = {}
        for _, _, row in world.log.rows(entity):
            version = (*(row[k] for k in spec["key"]), row["updated_at"])
            assert seen.setdefault(version, row) == row, f"{entity}: two versions of {version}"


def test_keys_of_events_are_unique(world: World) -> None:
    for entity, spec in _CONTRACT.items():
        if not spec["upsert"]:
            keys = [tuple(row.get(k) for k in (*spec["key"], *spec.get("any_of", ()))) for _, _, row in world.log.rows(entity)]
            assert len(keys) == len(set(keys)), entity


def test_vins_pass_the_check_digit(world: World) -> None:
    columns = ("vin", "trade_vin", "trade_in_vin")
    vins = {row[c] for entity in _CONTRACT for _, _, row in world.log.rows(entity) for c in columns if row.get(c)}
    assert len(vins) > 1000
    assert [v for v in vins if not is_valid(v)] == []


def test_check_digit_knows_a_wrong_vin() -> None:
    assert is_valid("1HGCM82633A004352") and is_valid("1M8GDM9AXKP042788")
    assert check_digit("1M8GDM9AXKP042788") == "X"
    assert not is_valid("1HGCM82643A004352") and not is_valid("1HGCM82633A00435") and not is_valid("1HGCM82633A0O4352")


def test_people_are_nobody(world: World) -> None:
    for entity in _CONTRACT:
        for _, _, row in world.log.rows(entity):
            assert row.get("email") is None or row["email"].endswith("@example.com") or row["email"] == "none@none.com"
            for column in ("phone", "caller_number", "tracking_number"):
                digits = re.sub(r"\D", "", row.get(column) or "")[-10:]
                assert not digits or digits[3:8] == "55501"


def test_a_sale_leaves_the_lot_and_an_unwound_one_comes_back(world: World) -> None:
    for deal in world.deals:
        if deal.status == "delivered" and deal.unit.store.units.get(deal.unit.stock_number) is deal.unit:
            others = [d for d in world.deals if d.unit is deal.unit and d is not deal]
            assert not deal.unit.is_in_stock or any(d.status == "unwound" for d in others)
        if deal.status == "unwound":
            assert deal.unwound_on and deal.contract_date and deal.unwound_on > deal.contract_date


def test_the_numbers_are_those_of_a_dealer(world: World) -> None:
    """Near the industry: six in ten reached, three in ten with an appointment, one in nine sold."""
    journeys = [j for j in world.journeys if (date.fromtimestamp(world.as_of) - date.fromtimestamp(j.inquiry_at)).days > 20]
    share = {m: sum(1 for j in journeys if m in j.milestones) / len(journeys) for m in ("contacted", "appointment_set", "shown")}
    sold = sum(1 for j in journeys if j.deal and j.deal.is_sale) / len(journeys)
    assert 0.5 < share["contacted"] < 0.75
    assert 0.22 < share["appointment_set"] < 0.42
    assert 0.13 < share["shown"] < 0.30
    assert 0.07 < sold < 0.16


@pytest.mark.parametrize("wrong", [{"size": "huge"}, {"as_of": datetime(2026, 1, 1)}])
def test_wrong_arguments_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"size|offset"):
        write_demo(tmp_path, **wrong)


def test_an_as_of_with_another_offset_is_the_same_moment(demo: DemoReport, tmp_path: Path) -> None:
    moved = DEFAULT_AS_OF.astimezone(UTC).replace(microsecond=900_000)
    assert write_demo(tmp_path, size="tiny", as_of=moved).truth == demo.truth
