"""Which VINs to ask about: a file beside the recipe, else what was published last."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from ingestion.errors import SettingsError

if TYPE_CHECKING:
    from ingestion.fetch.api import AccountPull

_STOCK = (  # the mart keeps its history
    "select distinct vin from mart_price_to_market as m where vin is not null and as_of_date ="
    " (select max(n.as_of_date) from mart_price_to_market as n where n.store_id = m.store_id) order by vin"
)
_ALL = "select distinct vin from dim_vehicles where vin is not null order by vin"
VIN_LENGTH = 17


def vins_of(pull: AccountPull, which: str) -> list[str]:
    """`VIN`, or `VIN|place` where the recipe sets a place (a postal code) to ask for. which: `stock` (now in stock) or `all`."""
    found = _from_file(pull) if pull.keys.vins else _published(pull, _STOCK if which == "stock" else _ALL)
    place = str(pull.line.values.get("zip", ""))
    pairs = [(vin.strip().upper(), own or place) for vin, own in found]
    return list(dict.fromkeys(f"{vin}|{at}" if at else vin for vin, at in pairs if len(vin) == VIN_LENGTH and vin.isalnum()))


def _from_file(pull: AccountPull) -> list[tuple[str, str]]:
    """`vins:` of the recipe: a CSV beside it with a column vin, and maybe zip."""
    where = f"config/fetch/{pull.recipe.name}.yml: vins"
    folder = (pull.home.config / "fetch").resolve()
    path = (folder / pull.keys.vins).resolve()
    if not path.is_relative_to(folder):
        raise SettingsError(f"{where} must be a file in config/fetch.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [(row.get("vin") or "", (row.get("zip") or "").strip()) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise SettingsError(f"{where}: the file cannot be read.") from None


def _published(pull: AccountPull, sql: str) -> list[tuple[str, str]]:
    """Nothing where nothing has been published yet."""
    import duckdb

    if not pull.home.published.exists():
        return []
    try:
        with duckdb.connect(str(pull.home.published), read_only=True) as connection:
            return [(str(vin), "") for (vin,) in connection.execute(sql).fetchall()]
    except duckdb.Error:
        return []
