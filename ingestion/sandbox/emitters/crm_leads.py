"""What both CRMs tell of a store's sales leads, put together once: the moments at which a lead changed, and how it stood then."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

# A record of a vendor, with the second since 1970 at which it came to be so.
Told = tuple[int, dict[str, Any]]
_NOT_SALES = ("service", "parts")
HUMAN = ("human_personalised", "human_template")


@dataclass
class Story:
    """One sales lead: its versions, who owned it from when, and the touches on it, each in order of time."""

    versions: list[tuple[int, Row]] = field(default_factory=list)
    owners: list[tuple[int, str]] = field(default_factory=list)
    touches: list[Row] = field(default_factory=list)

    def at(self, moment: int) -> Row:
        """The lead as it stood, its owner being whom it was given to last."""
        row = self.versions[max(bisect_right(self.versions, moment, key=lambda v: v[0]) - 1, 0)][1]
        given = [agent for since, agent in self.owners if since <= moment]
        return row | {"owner_agent_id": given[-1] if given else row["owner_agent_id"]}

    def moments(self, with_touches: bool) -> list[int]:
        """When the CRM's record of it changed, from its first version on."""
        first = self.versions[0][0]
        times = {at for at, _ in self.versions} | {at for at, _ in self.owners}
        if with_touches:
            times |= {touch["occurred_at"] for touch in self.touches}
        return sorted({max(at, first) for at in times})


def stories(diary: Diary, store_id: str) -> dict[str, Story]:
    """Lead id → its story. Service and parts leads live in other modules than the sales CRM's."""
    found: dict[str, Story] = {}
    for at, row in diary.rows("leads", store_id):
        if row["department"] not in _NOT_SALES:
            found.setdefault(row["lead_id"], Story()).versions.append((at, row))
    for _, row in diary.rows("lead_assignments", store_id):
        if row["lead_id"] in found and row["released_at"] is None:
            found[row["lead_id"]].owners.append((row["assigned_at"], row["agent_id"]))
    for _, row in diary.rows("lead_interactions", store_id):
        if row["lead_id"] in found:
            found[row["lead_id"]].touches.append(row)
    for story in found.values():
        story.touches.sort(key=lambda touch: (touch["occurred_at"], touch["interaction_id"]))
    return found


def versions(diary: Diary, entity: str, store_id: str, leads: dict[str, Story]) -> Iterator[tuple[int, Row]]:
    """Rows of an entity that hangs on leads: those of sales leads, and those of none."""
    return ((at, row) for at, row in diary.rows(entity, store_id) if row["lead_id"] is None or row["lead_id"] in leads)
