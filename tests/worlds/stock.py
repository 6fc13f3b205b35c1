"""Cars: units by versions, stock lists with gaps and drops, comps, views, listings, recon."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from .base import CARS, STORES, Row, World, text, vin

SPAN = 75  # days of history


def _car(world: World, store: str, stock: str) -> Row:
    make, model, trims, vehicle_class, year, price = world.rng.choice(CARS)
    return {
        "store_id": store,
        "stock_number": stock,
        "vin": vin(world.number()),
        "vehicle_class": vehicle_class,
        "model_year": year,
        "make": text(world, make),
        "model": text(world, model),
        "trim": text(world, world.rng.choice(trims)),
        "mileage": None if vehicle_class == "new" or world.chance(0.05) else world.rng.choice([30000, 40000, 41000, 36000, 45000]),
        "acquisition_type": world.rng.choice(["trade", "auction", "dealer_trade_in", None]),
        "asking_price": Decimal(price + world.rng.choice([-500, 0, 0, 250, 1000])),
        "is_on_hold": world.rng.choice([None, False, False, True]),
    }


def _dates(world: World, start: date) -> Row:
    """Where the age of a car starts: an acquisition, a purchase at auction, neither."""
    acquired = start - timedelta(days=world.rng.randint(0, 50))
    return {
        "acquired_on": acquired if world.chance(0.7) else None,
        "wholesaled_on": start - timedelta(days=world.rng.randint(0, 20)) if world.chance(0.3) else None,
    }


def _life(world: World, car: Row, start: date, end_status: str | None) -> list[Row]:
    """Versions of one stay on the lot, on successive local days."""
    store, versions, day = car["store_id"], [], start
    path = [world.rng.choice(["in_transit", "recon", "in_stock", "in_stock"]), "in_stock"]
    path += world.rng.sample(["hold", "in_stock", "pending_sale", "loaner", "in_stock"], world.rng.randint(0, 3))
    path += {"delivered": ["sold_not_delivered", "delivered"], None: []}.get(end_status, [end_status])  # type: ignore[list-item]
    state = car | _dates(world, start)
    for status in path:
        price = state["asking_price"] - Decimal(world.rng.choice([0, 0, 250]))
        state = state | {"status": status, "asking_price": price, "updated_at": world.at(day, world.rng.uniform(0, 23.5), store)}
        versions.append(state)
        day += timedelta(days=world.rng.randint(1, 9))
    return versions


def _units(world: World, store: str, count: int) -> None:
    """Units told by versions; a quarter of the stock numbers see a second stay or another car."""
    for i in range(count):
        start = world.today(store) - timedelta(days=world.rng.randint(3, SPAN))
        car = _car(world, store, f"A{100 + i}")
        ending = world.rng.choice([None, None, None, "delivered", "delivered", "wholesale_lane", "wholesaled", "traded_out"])
        versions = _life(world, car, start, ending)
        again = world.day(versions[-1]["updated_at"], store) + timedelta(days=world.rng.randint(2, 20))
        if ending in ("delivered", "wholesaled") and world.chance(0.4):
            kind = world.rng.choice(["same car", "correction", "other car"])
            last = versions[-1]
            if kind == "correction":
                back = last | {"status": "in_stock", "updated_at": world.at(again, 12, store)}
                versions.append(back)
            else:
                other = _car(world, store, car["stock_number"]) if kind == "other car" else car
                stay = _life(world, other, again, None)
                for version in stay:
                    version["acquired_on"] = again - timedelta(days=1)
                versions += stay
        elif ending is None and world.chance(0.15):
            # Another car takes the number while the first still stands there.
            stay = _life(world, _car(world, store, car["stock_number"]), again, None)
            versions += stay
        elif ending == "delivered" and world.chance(0.3):
            # The car that was sold comes back as a trade under another number.
            stay = _life(world, car | {"stock_number": f"T{100 + i}"}, again, None)
            world.send_versions("inventory_units", stay)
            world.units.setdefault(store, []).append({"versions": stay, "ending": None})
        world.send_versions("inventory_units", versions)
        if world.chance(0.15):
            # A tie: the same updated_at once more, in a later file, with another price.
            tie = versions[-1] | {"asking_price": versions[-1]["asking_price"] + 111}
            world.sent.append(("inventory_units", tie, world.as_of + timedelta(days=30)))
        world.units.setdefault(store, []).append({"versions": versions, "ending": ending})
    future = _car(world, store, "A999") | {"status": "in_stock", "acquired_on": None, "wholesaled_on": None}
    world.send("inventory_units", future | {"updated_at": world.as_of + timedelta(hours=3)}, world.as_of)


def _lists(world: World, store: str, count: int) -> None:
    """A list a day at six, some days none; cars come, go, flicker; now and then the feed loses most of its rows."""
    today, cars = world.today(store), []
    for i in range(count):
        start = today - timedelta(days=world.rng.choice([SPAN, SPAN, world.rng.randint(1, 40)]))
        car = _car(world, store, f"A{100 + i}" if store == "S2" else f"L{100 + i}") | _dates(world, start)
        car |= {"status": world.rng.choice(["in_stock", "in_stock", "in_stock", "recon", "in_transit", None])}
        end = today + timedelta(days=1) if world.chance(0.7) else start + timedelta(days=world.rng.randint(1, 60))
        away = start + timedelta(days=world.rng.randint(1, 30)) if world.chance(0.3) else None
        missing = world.rng.choice([1, 3, 8, 25])
        if store == "S2" and world.chance(0.15):
            # A list that knows this car by its VIN alone.
            car["stock_number"] = None
        cars.append((car, start, end, away, missing))
        world.units.setdefault(store, []).append({"versions": [car], "ending": None, "start": start, "end": end})
    left = [u for u in world.units.get("S2", []) if store == "S3" and u["end"] <= today]
    if left and cars:
        # A car that S2 lists until its end stands at S3 two days before: the same VIN in two stores.
        moved, (car, _, end, away, missing) = left[0], cars[0]
        cars[0] = (car | {"vin": moved["versions"][0]["vin"]}, moved["end"] - timedelta(days=2), today + timedelta(days=1), away, missing)
    silent = {today - timedelta(days=world.rng.randint(0, SPAN)) for _ in range(12)}
    drop = today - timedelta(days=world.rng.randint(3, SPAN - 5))
    lasting = world.rng.choice([0, 1, 1, 3, 100])
    for offset in range(SPAN, -1, -1):
        day = today - timedelta(days=offset)
        if day in silent:
            continue
        moment = world.at(day, 6, store)
        for number, (car, start, end, away, missing) in enumerate(cars):
            is_away = away is not None and away <= day < away + timedelta(days=missing)
            is_lost = drop <= day < drop + timedelta(days=lasting) and number % 8 >= 3
            if start <= day < end and not is_away and not is_lost:
                row = car | {"snapshot_at": moment}
                world.sent.append(("inventory_snapshots", row, moment + timedelta(minutes=5)))
                if world.chance(0.02):
                    # The same row of the same list again, with another price: the first arrival counts.
                    again = row | {"asking_price": row["asking_price"] + 777}
                    world.sent.append(("inventory_snapshots", again, moment + timedelta(days=20)))


def _comps(world: World) -> None:
    """Listings of other dealers around every limit of the matching rule."""
    for make, model, trims, vehicle_class, year, price in CARS:
        for _ in range(world.rng.randint(3, 14)):
            comp = {
                "comp_id": f"C{world.number():05d}",
                "model_year": year + world.rng.choice([-2, -1, 0, 0, 0, 1, 2]),
                "make": text(world, make),
                "model": text(world, model),
                "trim": text(world, world.rng.choice([*trims, "Sport"])),
                "vehicle_class": world.rng.choice([vehicle_class, vehicle_class, "used"]),
                "mileage": world.rng.choice([None, 5, 32000, 31999, 48000, 48001, 40000, 33000, 49200, 24000, 36000]),
                "vin": vin(world.first_number + world.rng.randint(1, 60)) if world.chance(0.2) else None,
                "dma": world.rng.choice([None, None, "Detroit", "Los Angeles"]),
                "last_seen_on": None,
            }
            seen = world.today("S1") - timedelta(days=world.rng.randint(0, 30))
            for _ in range(world.rng.randint(1, 4)):
                moment = world.at(seen, world.rng.uniform(0, 23), "S1")
                row = comp | {"observed_at": moment, "price": Decimal(price + world.rng.choice([-1000, -500, 0, 0, 250, 900]))}
                if world.chance(0.2):
                    row["last_seen_on"] = seen - timedelta(days=2)
                world.send("market_comps", row, moment)
                seen += timedelta(days=world.rng.randint(2, 7))


def _views(world: World) -> None:
    for store, *_ in STORES:
        for unit in world.units.get(store, []):
            for offset in range(8):
                for _ in range(world.rng.choice([0, 1, 1, 2, 5])):
                    moment = world.at(world.today(store) - timedelta(days=offset), world.rng.uniform(0, 24), store)
                    row = {
                        "event_id": f"W{world.number():06d}",
                        "occurred_at": moment,
                        "store_id": store,
                        "event_name": world.rng.choice(["vdp_view", "vdp_view", "vdp_view", "srp_view"]),
                        "vin": unit["versions"][-1]["vin"],
                        "is_bot": world.rng.choice([None, False, False, True]),
                    }
                    world.send("web_events", row, moment, late=0.05)
                    if world.chance(0.03):
                        world.sent.append(("web_events", row | {"is_bot": not row["is_bot"]}, moment + timedelta(days=25)))


def _recon(world: World) -> None:
    for unit in world.units.get("S1", []):
        if not world.chance(0.4):
            continue
        moment = unit["versions"][0]["updated_at"]
        stages = ["not_started", "in_process", "sublet", "lot_ready"][: world.rng.randint(1, 4)]
        for stage in stages:
            leave = moment + timedelta(hours=world.rng.randint(2, 90))
            row = {
                "visit_id": f"R{world.number():05d}",
                "store_id": "S1",
                "stock_number": unit["versions"][0]["stock_number"],
                "stage": stage,
                "entered_at": moment,
                "exited_at": leave if stage != stages[-1] else None,
                "vendor": "Example Glass" if stage == "sublet" else None,
                "updated_at": moment + timedelta(minutes=3),
            }
            if moment < world.as_of:
                known_exit = row["exited_at"] is not None and leave < world.as_of
                versions = [row | {"exited_at": None}] + ([row | {"updated_at": leave + timedelta(minutes=1)}] if known_exit else [])
                world.send_versions("recon_stage_visits", versions)
            moment = leave


def _listings(world: World) -> None:
    for store in ("S1", "S3"):
        for unit in world.units.get(store, []):
            for channel in world.rng.sample(["website", "cars_com", "autotrader", "google_vla"], world.rng.randint(0, 3)):
                moment = world.as_of - timedelta(days=world.rng.randint(2, 20), minutes=world.number() % 50)
                for status in world.rng.choice([["live"], ["pending", "live"], ["live", "removed"], ["error"]]):
                    row = {
                        "store_id": store,
                        "vin": unit["versions"][-1]["vin"],
                        "stock_number": unit["versions"][-1]["stock_number"],
                        "channel": channel,
                        "observed_at": moment,
                        "status": status,
                        "photo_count": world.rng.choice([0, 19, 20, 31]),
                        "has_price": world.chance(0.8),
                    }
                    world.send("listings", row, moment)
                    moment += timedelta(hours=world.rng.randint(1, 40))


def fill(world: World) -> None:
    """All that concerns cars. S1 tells versions, S2 lists, S3 both."""
    _units(world, "S1", world.rng.randint(15, 40))
    _lists(world, "S2", world.rng.choice([12, 30, 36]))
    _units(world, "S3", world.rng.randint(4, 10))
    _lists(world, "S3", world.rng.randint(4, 10))
    # S3's list holds its known units too: what the versions say rules for those.
    known = [unit["versions"][0] for unit in world.units["S3"] if unit["versions"][0].get("updated_at")][:3]
    for entity, row, moment in list(world.sent):
        if entity == "inventory_snapshots" and row["store_id"] == "S3" and row["stock_number"] == "L100":
            for unit in known:
                dup = {k: v for k, v in unit.items() if k != "updated_at"} | {"snapshot_at": row["snapshot_at"], "status": "in_stock"}
                world.sent.append((entity, dup, moment))
    _comps(world)
    _views(world)
    _recon(world)
    _listings(world)
