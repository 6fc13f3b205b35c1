"""Who works at a store, and when: agents and their shifts and absences."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox.chance import Chance
from ingestion.sandbox.clock import HOUR
from ingestion.sandbox.people import FIRST_NAMES, LAST_NAMES
from ingestion.sandbox.store import Agent, Store

if TYPE_CHECKING:
    from ingestion.sandbox.world import World

INTERNET_ROLES = ("internet_sales_manager", "bdc_agent")
SALES_ROLES = ("sales_consultant", "internet_sales_manager")
_FRANCHISE = ("general_manager", "sales_manager", "used_car_manager", "new_car_manager", "internet_sales_manager", "bdc_agent", "bdc_agent",
              *("sales_consultant",) * 6, "service_advisor")  # fmt: skip
_INDEPENDENT = ("general_manager", "sales_manager", "used_car_manager", "internet_sales_manager", "bdc_agent", *("sales_consultant",) * 3)
_TEAMS = {"bdc_agent": "bdc", "internet_sales_manager": "internet", "sales_consultant": "floor", "service_advisor": "service"}


def start(world: "World", store: Store) -> None:
    """Hire everybody, plan the daily shifts, and let one consultant leave after three fifths of the time."""
    chance = world.chance(f"staff:{store.store_id}")
    opened = store.clock.at(world.first_day, 5)
    for n, role in enumerate(_FRANCHISE if store.place.is_franchise else _INDEPENDENT, start=1):
        _hire(world, store, chance, n, role, world.first_day, opened)
    world.each_day(store, 6, 0, lambda day: _plan_day(world, store, chance, day))
    leaves_at = opened + int((world.as_of - opened) * 0.6)
    world.at(leaves_at, lambda: _replace_one(world, store, chance))


def _hire(world: "World", store: Store, chance: Chance, n: int, role: str, day: date, at: int) -> None:
    agent = Agent(
        f"{store.store_id}-A{n:02d}", f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}", role, _TEAMS.get(role, "management")
    )
    agent.active_from = day
    agent.skill = chance.uniform(0.75, 1.3)
    managers = [a.agent_id for a in store.agents if a.role == ("internet_sales_manager" if role == "bdc_agent" else "sales_manager")]
    agent.manager = managers[0] if managers else (store.agents[0].agent_id if store.agents else None)
    peers = [a.agent_id for a in store.agents if a.role in ("bdc_agent", "internet_sales_manager", "sales_manager")]
    agent.backup = peers[-1] if peers else None
    store.agents.append(agent)
    _note(world, store, agent, at)


def _note(world: "World", store: Store, agent: Agent, at: int) -> None:
    row = {
        "agent_id": agent.agent_id, "store_id": store.store_id, "agent_name": agent.name,
        "email": f"{agent.agent_id.lower()}@example.com", "role": agent.role, "team": agent.team,
        "manager_agent_id": agent.manager, "backup_agent_id": agent.backup, "active_from": agent.active_from,
        "active_to": agent.active_to, "updated_at": at,
    }  # fmt: skip
    world.log.add("agents", at, store.store_id, row)


def _plan_day(world: "World", store: Store, chance: Chance, day: date) -> None:
    """Five days of seven each; early and late shifts overlap from noon on; one absence in fifty."""
    store.shifts = []
    hours = store.clock.hours(day)
    if not hours:
        return
    opens, closes = hours
    for n, agent in enumerate(store.agents):
        if (agent.active_to and agent.active_to < day) or (n * 3 + day.toordinal()) % 7 in (0, 3):
            continue
        is_early = (n + day.toordinal()) % 2 == 0
        starts, ends = (opens, min(opens + 9 * HOUR, closes)) if is_early else (max(closes - 9 * HOUR, opens), closes)
        kind = "absence" if chance.hit(0.02) else "shift"
        row = {
            "shift_id": f"SH-{agent.agent_id}-{day:%Y%m%d}",
            "agent_id": agent.agent_id,
            "starts_at": starts,
            "ends_at": ends,
            "kind": kind,
        }
        world.at(starts, partial(world.log.add, "agent_shifts", starts, store.store_id, row))
        if kind == "shift":
            store.shifts.append((agent, starts, ends))


def _replace_one(world: "World", store: Store, chance: Chance) -> None:
    leaver = [a for a in store.agents if a.role == "sales_consultant"][-1]
    leaver.active_to = store.clock.day(world.now)
    _note(world, store, leaver, world.now)
    _hire(world, store, chance, len(store.agents) + 1, "sales_consultant", leaver.active_to, world.now)
