"""Real stock lists of eleven stores through the front door: 180 days in one go, and in parts. See conftest.py."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from tests.conftest import of_the_run
from tests.homes import emptied
from tests.real_inventory import home as real
from tests.worlds.comparing import between_homes

# Cut between days without a list.
CUT = "2026-05-26"


def run(home: Path, as_of: str) -> None:
    command = [str(Path(sys.executable).parent / "rooftop"), "--home", str(home), "run", "--as-of", as_of]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def copy_days(by_day: Path, home: Path, days: list[str]) -> None:
    folder = home / "landing" / "feeds" / real.FEED
    folder.mkdir(parents=True, exist_ok=True)
    for day in days:
        shutil.copy(by_day / "landing" / "feeds" / real.FEED / f"{day}.csv", folder)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(all days in one go, the days in two parts), made once for all workers. The one in parts is built by dbt, the other by the plan that
    it left."""
    base = of_the_run(tmp_path_factory) / "real_inventory"
    with FileLock(str(base) + ".lock"):
        if not (base / "done").exists():
            lay_homes(base)
            (base / "done").touch()
    return base / "once", base / "parts"


def lay_homes(base: Path) -> None:
    days = list(real.lay_by_day(base / "days"))
    parts, once = base / "parts", base / "once"
    real.lay_configuration(parts)
    copy_days(base / "days", parts, [day for day in days if day <= CUT])
    run(parts, f"{CUT}T23:00:00-07:00")
    emptied(parts, once)
    real.lay_in_one(once)
    run(once, real.AS_OF)
    copy_days(base / "days", parts, [day for day in days if day > CUT])
    run(parts, real.AS_OF)


@pytest.fixture(scope="session")
def one_shot(homes: tuple[Path, Path]) -> Path:
    return homes[0]


def ask(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "publish" / "rooftop.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_what_is_on_its_way_is_not_stock(one_shot: Path) -> None:
    stock = ask(
        one_shot, "select status, count(*) from facts.fct_inventory_daily where stock_date = '2026-06-30' group by status order by status"
    )
    assert stock == [("in_stock", 36), ("pending_sale", 9)]


def test_no_sale_is_inferred_and_no_unit_stands_twice_on_a_day(one_shot: Path) -> None:
    assert ask(one_shot, "select count(*) from facts.fct_sales") == [(0,)]
    twice = "select store_id, vin, stock_date from facts.fct_inventory_daily group by all having count(*) > 1"
    assert ask(one_shot, twice) == []


def test_a_day_without_a_list_ends_nothing(one_shot: Path) -> None:
    carried = """
        select count(*) from facts.fct_inventory_daily
        where stock_date in ('2026-04-23', '2026-04-25', '2026-05-26', '2026-05-30', '2026-06-07', '2026-07-09', '2026-07-10')
    """
    assert ask(one_shot, carried + " and not is_carried") == [(0,)]
    assert ask(one_shot, carried)[0][0] > 200  # type: ignore[operator]
    gone_on_a_silent_day = "select count(*) from dims.dim_inventory_units where gone_on in ('2026-04-23', '2026-07-09', '2026-07-10')"
    assert ask(one_shot, gone_on_a_silent_day) == [(0,)]


def test_absurd_prices_are_flagged_and_give_no_figure(one_shot: Path) -> None:
    suspects = "select count(*), max(asking_price) from facts.fct_inventory_daily where is_price_suspect"
    (count, highest) = ask(one_shot, suspects)[0]
    assert count > 0 and highest > 1_000_000  # type: ignore[operator]
    assert ask(one_shot, "select count(*) from facts.fct_inventory_daily where not is_price_suspect and asking_price > 2 * msrp") == [(0,)]
    priced = "select count(*) from marts.mart_price_to_market where is_price_suspect and price_to_market is not null"
    assert ask(one_shot, priced) == [(0,)]


def test_placeholder_vins_are_flagged(one_shot: Path) -> None:
    flagged = "select count(*) from dims.dim_vehicles where is_placeholder_vin"
    lettered = "select count(*) from dims.dim_vehicles where not regexp_matches(substr(vin, 13), '^[0-9]{5}$')"
    assert ask(one_shot, flagged) == ask(one_shot, lettered) != [(0,)]


def test_in_parts_is_the_same_as_in_one_go(homes: tuple[Path, Path]) -> None:
    assert between_homes(*homes) == []
