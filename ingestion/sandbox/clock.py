"""A store's local time: days, opening hours, and instants as whole seconds since 1970 UTC."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HOUR = 3600
DAY = 24 * HOUR
HOLIDAYS = {(1, 1), (7, 4), (12, 25)}


class StoreClock:
    """Local time of one store. Open Monday to Saturday 9–20 (Saturday to 19), on Sunday 11–17 or not at all, closed on three holidays."""

    def __init__(self, timezone: str, is_open_sunday: bool) -> None:
        self.zone = ZoneInfo(timezone)
        self.is_open_sunday = is_open_sunday
        self.at = lru_cache(maxsize=8192)(self._at)
        self.hours = lru_cache(maxsize=8192)(self._hours)

    def local(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant, self.zone)

    def day(self, instant: int) -> date:
        return datetime.fromtimestamp(instant, self.zone).date()

    def _at(self, day: date, hour: int, minute: int = 0) -> int:
        """The instant of a local wall-clock time."""
        return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone).timestamp())

    def weekday_hours(self, weekday: int) -> tuple[int, int] | None:
        """Opening and closing hour of a weekday (1 = Monday), or None."""
        if weekday == 7:
            return (11, 17) if self.is_open_sunday else None
        return (9, 19) if weekday == 6 else (9, 20)

    def is_closed_all_day(self, day: date) -> bool:
        return (day.month, day.day) in HOLIDAYS

    def _hours(self, day: date) -> tuple[int, int] | None:
        """Opening and closing instant of a day, or None on a closed one."""
        hours = None if self.is_closed_all_day(day) else self.weekday_hours(day.isoweekday())
        return (self.at(day, hours[0]), self.at(day, hours[1])) if hours else None

    def is_open(self, instant: int) -> bool:
        hours = self.hours(self.day(instant))
        return bool(hours and hours[0] <= instant < hours[1])

    def next_open(self, instant: int) -> int:
        """The instant itself while open, else the next opening."""
        day = self.day(instant)
        for ahead in range(10):
            hours = self.hours(day + timedelta(days=ahead))
            if hours and instant < hours[1]:
                return max(instant, hours[0])
        raise AssertionError("no store is closed for ten days")

    def next_slot(self, earliest: int, step: int = 1800) -> int:
        """The next half hour in opening hours, not in the last hour before closing."""
        slot = -(-earliest // step) * step
        while True:
            opening = self.next_open(slot)
            hours = self.hours(self.day(opening))
            assert hours
            slot = max(-(-opening // step) * step, hours[0] + step)
            if slot <= hours[1] - HOUR:
                return slot
            slot = hours[1] + 1


def instant(moment: datetime) -> int:
    """An aware datetime as whole seconds since 1970 UTC (fractions are dropped)."""
    return int(moment.astimezone(UTC).timestamp())


def utc(moment: int) -> datetime:
    return datetime.fromtimestamp(moment, UTC)
