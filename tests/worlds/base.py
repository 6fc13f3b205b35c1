"""What every part of a world uses: chance, clocks, car numbers, and the list of rows that will be sent."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]

STORES = (
    # store_id, time zone, group, dma, how its stock is told
    ("S1", "America/Detroit", "G1", "Detroit", "units"),
    ("S2", "America/Phoenix", "G1", None, "lists"),
    ("S3", "America/Los_Angeles", None, "Los Angeles", "both"),
)
# make, model, trims, class, model year, price
CARS = (
    ("Ford", "Escape", ("SE", "SEL", None), "used", 2022, 24000),
    ("Ford", "F-150", ("XLT", "Lariat"), "new", 2026, 52000),
    ("Ford", "Explorer", ("XLT",), "certified", 2023, 35000),
    ("Toyota", "Camry", ("LE", "SE"), "used", 2021, 21000),
    ("Toyota", "RAV4", ("LE",), "demo", 2025, 33000),
    ("Honda", "Civic", ("EX", None), "new", 2026, 28000),
)
# The clocks change on 2026-03-08 and on 2026-11-01 in the stores that keep summer time.
CLOCKS = ("2026-03-20T21:00:00+00:00", "2026-11-12T22:30:00+00:00", "2026-04-01T05:30:00+00:00", "2026-03-09T18:00:00+00:00")


def vin(number: int) -> str:
    """A 17-character VIN whose check digit is right."""
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10), *range(10)], strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    body = f"1FMCU0G6_NA{number:06d}"
    total = sum(values.get(c, 0) * w for c, w in zip(body, weights, strict=True))
    return body.replace("_", "0123456789X"[total % 11])


@dataclass
class World:
    """Rows as they will be sent: (entity, row, when it is sent). Instants are aware datetimes until they are written."""

    seed: int
    rng: random.Random
    as_of: datetime
    sent: list[tuple[str, Row, datetime]] = field(default_factory=list)
    units: dict[str, list[Row]] = field(default_factory=dict)
    leads: list[Row] = field(default_factory=list)
    deals: list[str] = field(default_factory=list)
    numbers: int = 0

    @property
    def first_number(self) -> int:
        """Where the group's own numbers begin: two groups never have a car in common."""
        return self.numbers // 20000 * 20000

    def zone(self, store: str) -> ZoneInfo:
        return ZoneInfo(next((s[1] for s in STORES if s[0] == store), "UTC"))

    def at(self, day: date, hour: float, store: str) -> datetime:
        """The instant of a local day and hour."""
        local = datetime(day.year, day.month, day.day, tzinfo=self.zone(store)) + timedelta(seconds=int(hour * 3600))
        return local.astimezone(UTC)

    def today(self, store: str) -> date:
        return self.as_of.astimezone(self.zone(store)).date()

    def day(self, instant: datetime, store: str) -> date:
        return instant.astimezone(self.zone(store)).date()

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    def soon(self, moment: datetime, seconds: float) -> datetime:
        """A little later, in whole seconds."""
        return moment + timedelta(seconds=int(self.rng.uniform(1, seconds)))

    def send(self, entity: str, row: Row, moment: datetime, late: float = 0.15) -> None:
        """Queue a row; now and then it arrives days late."""
        delay = timedelta(hours=self.rng.uniform(24, 400)) if self.chance(late) else timedelta(minutes=self.rng.uniform(1, 90))
        self.sent.append((entity, dict(row), moment + delay))

    def send_versions(self, entity: str, versions: list[Row]) -> None:
        """Versions of one key, each with updated_at; late ones overtake each other, and some are sent twice."""
        for version in versions:
            self.send(entity, version, version["updated_at"])
            if self.chance(0.06):
                self.send(entity, version, version["updated_at"] + timedelta(days=3))


def text(world: World, value: str | None) -> str | None:
    """The same name in another spelling: case and blanks."""
    if value is None:
        return None
    return world.rng.choice([value, value, value, value.upper(), value.lower(), f" {value} "])


UTC_MIN = datetime(2025, 1, 1, 12, tzinfo=UTC)
