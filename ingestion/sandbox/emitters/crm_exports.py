"""Two CRMs tell the same leads, as files under landing: Elead (Fortellis) and the VinSolutions data export.

`<table>/<account>/<month>.jsonl`: the answers of all the polls of a month, one record a line, as the puller lays them down. Not checked
against a live vendor (docs/connectors/elead.md, vinsolutions.md: also what each of them cannot tell).
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from ingestion.sandbox.emitters import elead, vinsolutions
from ingestion.sandbox.emitters.crm_leads import Told
from ingestion.sandbox.emitters.ledger import Diary


def write_elead(diary: Diary, folder: Path) -> int:
    """Opportunities, activities, customers and employees of each store; the account is the store's Subscription-Id."""
    return _write(diary, folder, "elead", elead.records)


def write_vinsolutions(diary: Diary, folder: Path) -> int:
    """The entities of the export of each store; the account is its DealerID."""
    return _write(diary, folder, "vinsolutions", vinsolutions.records)


def _write(diary: Diary, folder: Path, system: str, records: Callable[[Diary, str], dict[str, list[Told]]]) -> int:
    files = 0
    for store_id, codes in diary.codes.items():
        for table, told in records(diary, store_id).items():
            for month, lines in groupby(told, key=lambda t: datetime.fromtimestamp(t[0], UTC).strftime("%Y-%m")):
                files += _put(folder / table / codes[system] / f"{month}.jsonl", (record for _, record in lines))
    return files


def _put(path: Path, lines: Iterable[object]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines).encode())
    return 1
