"""What a fetcher remembers of one place: `<home>/state/fetch/<name>.json`. Losing it costs a second fetch, never a row."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from ingestion.durable import write_whole
from ingestion.home import Home


@dataclass
class Memory:
    """fetched: remote path -> [size, tag] of the version that lies in landing. young: remote path -> [size, tag, first seen at].

    mail: folder -> [UIDVALIDITY, last UID that lies in landing]. Times are ISO 8601 in UTC.
    """

    path: Path
    asked_at: str = ""
    answered_at: str = ""
    failure: str = ""
    fetched: dict[str, list[int | str]] = field(default_factory=dict)
    young: dict[str, list[int | str]] = field(default_factory=dict)
    mail: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def load(cls, home: Home, name: str) -> Memory:
        path = home.state / "fetch" / f"{name}.json"
        try:
            return cls(path, **json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls(path)

    def save(self) -> None:
        data = {key: value for key, value in asdict(self).items() if key != "path"}
        write_whole(self.path, [json.dumps(data).encode()], owner="memory")

    def is_due(self, every_minutes: float, now: datetime) -> bool:
        """Whether the place may be asked again. A place that failed is asked each time; a clock that went back counts as due."""
        if not self.asked_at or self.failure or every_minutes <= 0:
            return True
        minutes = (now - datetime.fromisoformat(self.asked_at)).total_seconds() / 60
        return not 0 <= minutes < every_minutes
