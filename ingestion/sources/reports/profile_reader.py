"""Reading a report's profile: as a feed's (feeds/profile_reader.py), for any entity. The schema is in docs/connectors/reports.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from ingestion.contract import entities
from ingestion.errors import SettingsError
from ingestion.settings import near_match
from ingestion.sources.feeds.profile import Column, Profile, Way
from ingestion.sources.feeds.profile_reader import COLUMN_KEYS, KEYS, ProfileReader, raw_profile

BUILT_IN = Path(__file__).with_name("profiles")
FULL_LISTS = ("recon_stage_visits",)  # entities of which a list says what has ended by leaving it out
# Ids are put behind the system's name, for two systems may use the same ones; not these, which name what all systems share, or are
# told apart by a provider or a platform already.
_SHARED_IDS = (
    "store_id",
    "group_id",
    "offer_id",
    "template_id",
    "session_id",
    "client_id",
    "call_id",
    "campaign_id",
    "account_id",
    "ad_group_id",
)
# Where a profile does not say when its report was made: the time in the file's name, its date (06:00, when nightly exports are done), else
# the time of the file.
REPORT_AT = (
    {"file_name": r"(?<!\d)(20\d{6})[T_-]?(\d{6}|\d{4})(?!\d)", "formats": ["%Y%m%d%H%M%S", "%Y%m%d%H%M"]},
    {"file_name": r"(?<!\d)(20\d{2}-?\d{2}-?\d{2})(?!\d)", "formats": ["%Y-%m-%d", "%Y%m%d"], "time_of_day": "06:00"},
    {"file_time": True},
)


def load_report_profile(name: str, folder: Path) -> Profile:
    """The profile of a report: <folder>/<name>.yml, else the built-in one of that name. Raises SettingsError."""
    where, raw = raw_profile(name, folder, BUILT_IN)
    entity = raw.get("entity")
    if not isinstance(entity, str) or entity not in entities():
        hint = near_match(str(entity), tuple(entities())) if entity else ""
        raise SettingsError(f"{where}: entity must be one of the input contract's.{hint}")
    return ReportReader(where, entity, raw, name).profile(name, raw)


class ReportReader(ProfileReader):
    """One report's profile. What the whole profile says of ids and zones goes into its columns and ways."""

    keys = (*KEYS, "entity", "system", "id_prefix", "timezone", "report_at", "full_list")
    column_keys = (*COLUMN_KEYS, "join", "names", "days_before", "report_time", "timezone", "prefix")
    time_key = "report_at"

    def __init__(self, where: str, entity: str, raw: Mapping[str, Any], name: str) -> None:
        super().__init__(where, entity)
        self.raw, self.name = raw, name

    @property
    def own_sections(self) -> Mapping[str, str]:
        return {"store_id": "store"} if "store_id" in self.entity.columns else {}

    @cached_property
    def system(self) -> str:
        system = self.text(self.raw, "system") or self.name
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", system) or system == "canonical":
            raise self.error("system", "must be lower-case letters, digits and _, and not `canonical`")
        return system

    @cached_property
    def timezone(self) -> str | None:
        return self.zone(self.raw, "")

    @cached_property
    def id_prefix(self) -> str:
        given = self.text(self.raw, "id_prefix")
        return f"{self.system}:" if given is None else f"{given}:" if given else ""

    def profile(self, name: str, raw: dict[str, Any]) -> Profile:
        made = super().profile(name, {**raw, "report_at": raw.get("report_at") or list(REPORT_AT)})
        is_full_list = bool(raw.get("full_list"))
        if is_full_list and self.entity.name not in FULL_LISTS:
            raise self.error("full_list", f"is for {', '.join(FULL_LISTS)} alone; stock lists are feeds")
        return replace(
            made,
            entity=self.entity.name,
            system=self.system,
            dealer_code_system=self.system,
            timezone=self.timezone,
            is_full_list=is_full_list,
        )

    def store_ways(self, store: Any) -> tuple[Way, ...]:
        if "store_id" in self.entity.columns and (store or "store_id" in self.entity.must_have):
            return super().store_ways(store)
        if store:
            raise self.error("store", f"is nothing that {self.entity.name} have")
        return ()

    def time_ways(self, raw: Any) -> tuple[Way, ...]:
        return tuple(replace(way, timezone=way.timezone or self.timezone) for way in super().time_ways(raw))

    def column(self, name: str, spec: Any) -> Column:
        column = super().column(name, spec)
        key, lines = f"columns.{name}", spec if isinstance(spec, dict) else {}
        prefix = self.text(lines, "prefix", key)
        is_prefixed = name.endswith("_id") and name not in _SHARED_IDS and column.constant is None
        return replace(
            column,
            join=self.texts(lines, "join", key),
            names=self.texts(lines, "names", key),
            days_before=self.texts(lines, "days_before", key),
            is_report_time=bool(lines.get("report_time")),
            timezone=self.zone(lines, key) or self.timezone,
            prefix=(self.id_prefix if is_prefixed else "") if prefix is None else f"{prefix}:" if prefix else "",
        )

    def one_origin(self, key: str, spec: Mapping[str, Any], headers: tuple[str, ...], constant: str | None) -> None:
        origins = [bool(headers) or bool(spec.get("names")), constant is not None, bool(spec.get("join")), bool(spec.get("days_before"))]
        kind = self.entity.columns[key.removeprefix("columns.")]
        if sum(origins) > 1 or not (any(origins) or spec.get("report_time")):
            raise self.error(key, "must have one of headers (`from`, `names`), a `constant`, `join`, `days_before`, `report_time`")
        if (spec.get("report_time") or spec.get("days_before")) and kind != "timestamp":
            raise self.error(key, "is no time: `report_time` and `days_before` make one")

    def complete(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """Where nothing says when a record changed, it is as the report found it: a record that can change needs its updated_at."""
        columns = super().complete(columns)
        if "updated_at" in self.entity.must_have:
            changed = next((c for c in columns if c.name == "updated_at"), Column("updated_at"))
            if changed.constant is None:
                changed = replace(changed, is_report_time=True)
            columns = (*(c for c in columns if c.name != "updated_at"), changed)
        needed = self.entity.must_have
        columns = tuple(
            replace(c, is_required=c.is_required or (c.name in needed and not c.absent and not c.is_report_time)) for c in columns
        )
        mapped = {c.name for c in columns} | set(self.own_sections)
        lacking = [c for c in self.entity.must_have if c not in mapped]
        if lacking:
            raise self.error("columns", f"must map {', '.join(lacking)}: {self.entity.name} cannot be without")
        return columns

    def zone(self, raw: Mapping[str, Any], prefix: str) -> str | None:
        zone = self.text(raw, "timezone", prefix)
        if zone and zone not in available_timezones():
            raise self.error(f"{prefix}.timezone".lstrip("."), f"is no IANA time zone: {zone!r}")
        return zone
