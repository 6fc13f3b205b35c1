"""What an ingest did, for a summary, a log or a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ingestion.ledger import SET_ASIDE, Batch

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class IngestReport:
    """Counts are of this run alone. `notes` are sentences for a person. `findings`: reason code -> number of entries."""

    run_id: str
    as_of: datetime
    batches: list[Batch] = field(default_factory=list)
    facts: dict[str, Mapping[str, int]] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    files_known: int = 0
    seeds_overridden: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def has_new_files(self) -> bool:
        return bool(self.batches)

    @property
    def files_set_aside(self) -> int:
        return sum(b.status == SET_ASIDE for b in self.batches)

    @property
    def rows_read(self) -> int:
        return sum(b.rows_read for b in self.batches)

    @property
    def rows_loaded(self) -> int:
        return sum(b.rows_loaded for b in self.batches)

    @property
    def rows_set_aside(self) -> int:
        return sum(b.rows_set_aside for b in self.batches)

    def add(self, batches: Sequence[Batch], findings: Sequence[pa.Table], facts: Mapping[str, Mapping[str, int]]) -> None:
        """Take over what a run committed."""
        self.batches.extend(batches)
        self.facts.update({b: f for b, f in facts.items() if f})
        for table in findings:
            for entry in table["reason_code"].value_counts().to_pylist():
                self.findings[entry["values"]] = self.findings.get(entry["values"], 0) + entry["counts"]

    def by_entity(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """(system, entity) -> (files, rows loaded, rows set aside), in the order of the files."""
        sums: dict[tuple[str, str], tuple[int, int, int]] = {}
        for b in self.batches:
            files, loaded, aside = sums.get((b.system, b.entity), (0, 0, 0))
            sums[b.system, b.entity] = (files + 1, loaded + b.rows_loaded, aside + b.rows_set_aside)
        return sums

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "run_id": self.run_id,
            "as_of": self.as_of.isoformat(),
            "files_new": len(self.batches),
            "files_known": self.files_known,
            "files_set_aside": self.files_set_aside,
            "rows_read": self.rows_read,
            "rows_loaded": self.rows_loaded,
            "rows_set_aside": self.rows_set_aside,
            "findings": self.findings,
            "seeds_overridden": self.seeds_overridden,
            "notes": self.notes,
        }

    def summary(self) -> str:
        """A few lines for a terminal."""
        if not self.has_new_files:
            lines = [f"Nothing new: {self.files_known:,} files are known."]
        else:
            lines = [f"{len(self.batches):,} new files, {self.rows_loaded:,} rows loaded, {self.rows_set_aside:,} set aside."]
            for (system, entity), (files, loaded, aside) in self.by_entity().items():
                lines.append(
                    f"  {system + '/' + entity:<36} {files:>6,} files {loaded:>10,} rows" + (f" {aside:>8,} set aside" if aside else "")
                )
        if self.findings:
            lines.append("Quarantine: " + ", ".join(f"{count:,} {reason}" for reason, count in sorted(self.findings.items())))
        return "\n".join([*lines, *self.notes])
