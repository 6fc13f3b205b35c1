"""The world, written in the formats of those who would send it."""

from collections.abc import Callable
from pathlib import Path

from ingestion.sandbox.emitters import adf, ads_exports, calls_exports, crm_exports, dealervault, ga4, stock_lists, tekion
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.world import World

# System → what writes its files under a folder of that name; it answers the number of files.
VENDORS: dict[str, Callable[[Diary, Path], int]] = {
    "dealervault": dealervault.write,
    "tekion": tekion.write,
    "feeds": stock_lists.write,
    "elead": crm_exports.write_elead,
    "vinsolutions": crm_exports.write_vinsolutions,
    "google_ads": ads_exports.write_google,
    "meta_ads": ads_exports.write_meta,
    "microsoft_ads": ads_exports.write_microsoft,
    "callrail": calls_exports.write_callrail,
    "marchex": calls_exports.write_marchex,
    "ga4": ga4.write,
    "adf": adf.write,
}


def write_vendor_files(world: World, folder: Path, systems: tuple[str, ...] = tuple(VENDORS)) -> dict[str, int]:
    """Write a world that has run in the formats of these systems, each under `<folder>/<system>/`. Returns the number of files of each."""
    diary = Diary(world)
    return {system: VENDORS[system](diary, folder / system) for system in systems}
