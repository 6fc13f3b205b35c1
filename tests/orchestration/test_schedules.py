"""Each group of sources has a schedule of its own, as often as the seed says, and a tick takes in its own sources only."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from ingestion import seen, settings
from ingestion.fetch.memory import Memory
from ingestion.home import SEEDS_DIR, Home
from ingestion.settings import Settings
from orchestration.cadences import Cadence, cadences, cron_line
from orchestration.definitions import build_defs
from orchestration.lineage import systems
from orchestration.schedules import schedule
from orchestration.wiring import Wiring
from tests.orchestration.standin import StandIns

NOW = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)


class Asking(StandIns):
    """A home that is published, and whose landing and places are looked at as they are."""

    allowed: tuple[str, ...] = ()

    def settings(self, home: Home) -> Settings:
        return Settings(sources=self.allowed)

    def has_pending(self, home: Home, only: Sequence[str]) -> bool:
        return Wiring.has_pending(self, home, only)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.at(tmp_path / "home")
    made.prepare()
    return made


@pytest.fixture
def nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a publication a moment ago: only news is a reason to run."""
    monkeypatch.setattr("orchestration.schedules.why_nothing_new", lambda *a: None if a[4] else "Nothing new.")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path_factory.mktemp("dagster"))) as made:
        yield made


@pytest.fixture
def settled(home: Home, nothing_new: None) -> Callable[[], None]:
    """Call it when the configuration is as it should be: then it is no news any more."""
    return lambda: seen.save(home, seen.Seen(config=seen.config_hash(home)))


def tick(home: Home, world: StandIns, instance: dg.DagsterInstance, *sources: str) -> Any:
    made = schedule(home, world, Cadence("group", 300, "Some sources", sources))
    return made.evaluate_tick(dg.build_schedule_context(instance=instance, scheduled_execution_time=NOW))


def test_every_source_is_in_one_group_and_listed_by_the_seed(home: Home) -> None:
    found = cadences(home, systems())
    assert sorted(source for one in found for source in one.sources) == sorted(systems())
    with (SEEDS_DIR / "source_systems.csv").open(encoding="utf-8", newline="") as f:
        listed = {row["system"]: row for row in csv.DictReader(f)}
    assert set(systems()) - set(listed) == set(), "a new source wants a row in seeds/source_systems.csv"
    risks = {"manual": "High", "point_to_point": "Medium-High", "middleware": "Medium", "api_first": "Low-Medium", "hybrid": "Medium"}
    assert {name: row["risk"] for name, row in listed.items()} == {name: risks[row["approach"]] for name, row in listed.items()}


def test_groups_are_asked_as_often_as_they_must_be(home: Home) -> None:
    seconds = {one.group: one.seconds for one in cadences(home, systems())}
    assert seconds["crm"] <= 300 and seconds["web"] <= 300
    assert 300 <= seconds["dms"] <= 900
    assert seconds["merchandising"] <= 900
    assert seconds["market"] == seconds["ads"] == 3600
    with (SEEDS_DIR / "source_cadences.csv").open(encoding="utf-8", newline="") as f:
        limits = {row["cadence_group"]: row for row in csv.DictReader(f)}
    assert int(limits["crm"]["warn_after_seconds"]) <= 900
    assert int(limits["dms"]["warn_after_seconds"]) == 900
    assert int(limits["market"]["error_after_seconds"]) == 86_400
    assert int(limits["ads"]["error_after_seconds"]) == 93_600


def test_there_is_a_schedule_for_each_group_and_no_two_begin_at_the_same_minute(home: Home) -> None:
    defs = build_defs(wiring=StandIns(NOW), home=home)
    made = {s.name: s for s in defs.schedules or [] if isinstance(s, dg.ScheduleDefinition)}
    assert {"crm_sources", "dms_sources", "merchandising_sources", "files_sources"} <= set(made)
    minutes = [minute for s in made.values() for minute in str(s.cron_schedule).split(" ")[0].split(",")]
    assert len(minutes) == len(set(minutes))
    assert all(s.default_status == dg.DefaultScheduleStatus.STOPPED for s in made.values())


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (300, "3,8,13,18,23,28,33,38,43,48,53,58 * * * *"),
        (900, "3,18,33,48 * * * *"),
        (420, "3,9,15,21,27,33,39,45,51,57 * * * *"),
        (7200, "3 * * * *"),
    ],
)
def test_a_period_becomes_a_cron_line_that_is_no_slower(seconds: int, line: str) -> None:
    assert cron_line(seconds, 3) == line


def test_a_home_sets_its_own_cadence_and_group(home: Home) -> None:
    (home.config / "source_cadences.csv").write_text("cadence_group,schedule_seconds\ndms,300\n", encoding="utf-8")
    (home.config / "source_systems.csv").write_text("system,cadence_group\nfeeds,dms\nadf,nonsense\n", encoding="utf-8")
    found = {one.group: one for one in cadences(home, systems())}
    assert found["dms"].seconds == 300 and "feeds" in found["dms"].sources
    assert "adf" in found["files"].sources
    (home.config / "source_cadences.csv").write_bytes(b"\xff\xfe broken")
    assert {one.group: one.seconds for one in cadences(home, systems())}["dms"] == 600


def test_a_tick_sees_its_own_files_only(home: Home, instance: dg.DagsterInstance, settled: Callable[[], None]) -> None:
    (home.landing / "adf").mkdir(parents=True)
    (home.landing / "adf" / "lead.xml").write_text("<adf/>", encoding="utf-8")
    settled()
    request = tick(home, Asking(NOW), instance, "adf", "webhooks").run_requests[0]
    assert request.run_config == {"ops": {"ingest": {"config": {"only": ["adf", "webhooks"]}}}}
    assert "Nothing new" in tick(home, Asking(NOW), instance, "canonical").skip_message


def test_a_tick_asks_its_own_places_only_and_none_that_is_not_due(
    home: Home, instance: dg.DagsterInstance, settled: Callable[[], None], tmp_path: Path
) -> None:
    (home.config / "fetch").mkdir(parents=True)
    text = f"kind: local\npath: {tmp_path}\ntarget: feeds/busy\nevery_minutes: 15\n"
    (home.config / "fetch" / "busy.yml").write_text(text, encoding="utf-8")
    settled()
    assert len(tick(home, Asking(NOW), instance, "feeds").run_requests) == 1
    assert "Nothing new" in tick(home, Asking(NOW), instance, "adf").skip_message
    memory = Memory.load(home, "busy")
    memory.asked_at = memory.answered_at = settings.now().isoformat()
    memory.save()
    assert "Nothing new" in tick(home, Asking(NOW), instance, "feeds").skip_message


def test_sources_that_the_home_leaves_out_are_not_asked(home: Home, instance: dg.DagsterInstance) -> None:
    world = Asking(NOW)
    world.allowed = ("canonical",)
    assert "leaves none" in tick(home, world, instance, "adf").skip_message
    only = tick(home, world, instance, "adf", "canonical").run_requests[0].run_config
    assert only["ops"]["ingest"]["config"]["only"] == ["canonical"]
