"""The same group told by other vendors has the same marts: what is swapped is the system, not the business.

DealerVault, Elead, Google Ads, Meta and CallRail against Tekion, VinSolutions, Microsoft Advertising and Marchex, each group through the
front door; and both against the canonical drop, in what a vendor's format can carry (docs/connectors has what it cannot).
"""

from __future__ import annotations

import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from ingestion.sandbox import write_demo
from tests.conftest import AS_OF, TOOLS, of_the_run
from tests.homes import emptied

# Ids of leads, people and appointments are each vendor's own; everything else must be the same, to the cent and to the second.
_SAME = {
    # Not who applied for credit: the website names the lead by its form's number, which VinSolutions does not keep.
    "funnel": """select store_id, inquiry_date, lead_source, channel_group, make, model, lead_type, daypart, sum(lead_records), sum(leads),
        sum(contacted), sum(appointment_set), sum(appointment_confirmed), sum(shown), sum(test_drive), sum(quoted),
        sum(sold), sum(delivered), sum(sold_front_gross), sum(sold_back_gross) from marts.mart_funnel group by all""",
    # Not by channel: VinSolutions' export does not tell a form from a request for a test drive.
    "speed to lead": "select * exclude (as_of_date) from marts.mart_speed_to_lead where segment_type not in ('agent', 'channel')",
    "source performance": """select store_id, month, channel_group, lead_source, campaign_id, lead_records, leads, contacted,
        appointment_set, shown, sold, front_gross, back_gross, spend, clicks, impressions, cost_per_lead, cost_per_sold, roas_gross
        from marts.mart_source_performance""",
}
# Also the same in the canonical drop's own marts.
_SAME_EVERYWHERE = {
    "days' supply": """select store_id, as_of_date, vehicle_class, make, model, trim, units_in_stock, retail_sold, days_supply, status
        from marts.mart_days_supply""",
    "turn": "select store_id, month, vehicle_class, retail_sold, average_stock, turn from marts.mart_turn",
    "aging": """select store_id, as_of_date, vehicle_class, make, model, bucket, units, total_days_in_stock
        from marts.mart_inventory_aging""",
    "gross": "select store_id, deal_number, stock_number, vin, sale_price, front_gross, back_gross, pack from facts.fct_sales",
    "appointments": """select store_id, scheduled_date, sum(set_count), sum(confirmed), sum(due), sum(shown), sum(no_show),
        sum(rescheduled), sum(cancelled) from marts.mart_appointments group by all""",
    "calls": """select store_id, call_date, hour, offered, answered, missed, abandoned, voicemail, short_abandoned, conversations,
        median_talk_seconds from marts.mart_call_handling""",
    "spend": """select store_id, platform, performance_date, sum(spend), sum(clicks), sum(impressions)
        from marts.mart_ad_efficiency where spend > 0 group by all""",
    "price to market": """select store_id, stock_number, as_of_date, market_avg_price, price_to_market, percentile_rank
        from marts.mart_price_to_market""",
    "records of leads": "select store_id, lead_source, sum(lead_records) from marts.mart_funnel where store_id <> 'unknown' group by all",
}
GROUPS = ("dealervault-elead", "tekion-vinsolutions")


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, published_home: Path) -> dict[str, Path]:
    """Published file of each group of systems, made once for all workers. Their homes begin as the canonical one without its rows."""
    root = of_the_run(tmp_path_factory) / "told"

    def publish(systems: str) -> None:
        home = root / systems
        emptied(published_home, home)
        write_demo(home, size="tiny", as_of=AS_OF, systems=systems)
        command = [str(TOOLS / "rooftop"), "--home", str(home), "run", "--as-of", AS_OF.isoformat()]
        run = subprocess.run(command, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr

    with FileLock(str(root) + ".lock"):
        if not (root / "done").exists():
            with ThreadPoolExecutor(max_workers=2) as pool:
                list(pool.map(publish, GROUPS))
            (root / "done").touch()
    return {systems: root / systems / "publish" / "rooftop.duckdb" for systems in GROUPS}


def differences(one: Path, other: Path, questions: dict[str, str]) -> list[str]:
    """`question: rows` for each question that two published files answer differently."""
    found = []
    with duckdb.connect(str(one), read_only=True) as left, duckdb.connect(str(other), read_only=True) as right:
        for name, sql in questions.items():
            here, there = (Counter(connection.execute(sql).fetchall()) for connection in (left, right))
            assert here, f"{name}: no rows to compare"
            if here != there:
                found.append(f"{name}: {(here - there).total()} rows here, {(there - here).total()} rows there")
    return found


def test_another_dms_crm_and_platform_give_the_same_marts(told: dict[str, Path]) -> None:
    assert differences(told[GROUPS[0]], told[GROUPS[1]], _SAME | _SAME_EVERYWHERE) == []


@pytest.mark.parametrize("systems", GROUPS)
def test_vendors_formats_give_what_the_canonical_drop_gives(told: dict[str, Path], published_home: Path, systems: str) -> None:
    assert differences(told[systems], published_home / "publish" / "rooftop.duckdb", _SAME_EVERYWHERE) == []


def test_a_row_that_differs_is_found(told: dict[str, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.duckdb"
    wrong.write_bytes(told[GROUPS[0]].read_bytes())
    with duckdb.connect(str(wrong)) as connection:
        connection.execute(
            "update facts.fct_sales set front_gross = front_gross + 1 where deal_number = (select min(deal_number) from facts.fct_sales)"
        )
    assert differences(told[GROUPS[0]], wrong, _SAME_EVERYWHERE) != []


def test_the_files_are_the_vendors_own(told: dict[str, Path]) -> None:
    """Leads, deals, calls and spend came from no canonical file: the ledger says which system each was loaded from."""
    for systems, crm in zip(GROUPS, ("elead", "vinsolutions"), strict=True):
        warehouse = told[systems].parents[1] / "warehouse" / "warehouse.duckdb"
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            loaded = connection.execute("select distinct system, entity from raw.load_ledger").fetchall()
        assert ("canonical", "leads") not in loaded and ("canonical", "deals") not in loaded and ("canonical", "calls") not in loaded
        assert {crm, "ga4"} <= {system for system, _ in loaded}
