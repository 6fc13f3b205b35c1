"""Questions about VINs: which ones, how often, within which budget."""

from __future__ import annotations

from tests.ingestion.api.conftest import ApiDesk


def vins_file(desk: ApiDesk, *vins: str) -> None:
    (desk.home.config / "fetch").mkdir(parents=True, exist_ok=True)
    (desk.home.config / "fetch" / "vins.csv").write_text("vin\n" + "\n".join(vins) + "\n", encoding="utf-8")


VINS = ("1HGCM82633A004352", "1M8GDM9AXKP042788", "1G4AH59H45G118341", "5YJSA1DG9DFP14705")


def test_vpic_is_asked_once_for_each_vin(desk: ApiDesk) -> None:
    desk.put("vpic", "all", "decodes", {"VIN": VINS[0], "ErrorCode": "0", "Make": "HONDA"}, key=VINS[0], days=1)
    vins_file(desk, VINS[0], VINS[1].lower(), "SHORT")
    desk.ask("vpic", vins="vins.csv")
    assert not desk.pull().failure
    assert [asked.body["data"] for asked in desk.sandbox.asked] == [f"{VINS[0]};{VINS[1]}"]
    assert desk.pull().fetched == 0
    vins_file(desk, *VINS)
    desk.pull()
    assert [asked.body["data"] for asked in desk.sandbox.asked[1:]] == [f"{VINS[2]};{VINS[3]}"]
    assert desk.ingest().rows_set_aside == 0
    assert len(desk.visible("vpic__decodes", "vin")) == 4


def test_vins_of_the_last_publication_are_asked_where_no_file_names_them(desk: ApiDesk) -> None:
    import duckdb

    desk.ask("vpic")
    assert desk.pull().fetched == 0  # nothing is published
    desk.home.published.parent.mkdir(parents=True)
    with duckdb.connect(str(desk.home.published)) as connection:
        connection.execute(f"create table dim_vehicles as select unnest(['{VINS[0]}', null]) as vin")
    assert desk.pull().fetched == 1


def test_marketcheck_keeps_to_its_budget_and_reaches_all_in_turn(desk: ApiDesk) -> None:
    for vin in VINS:
        desk.put("marketcheck", vin, "active", {"id": f"{vin}-1", "vin": vin, "price": 8995, "inventory_type": "used"}, days=1)
    vins_file(desk, *VINS)
    desk.ask("marketcheck", vins="vins.csv", resources=["active"], calls_a_day=3)
    outcome = desk.pull()
    assert not outcome.failure
    assert any("the 3 calls of this day are used up" in note for note in outcome.notes)
    assert any("active: 1 of 4 wait" in note for note in outcome.notes)
    assert len(desk.sandbox.asked) == 3
    desk.pass_by(days=1)
    assert not desk.pull().notes
    assert {r["asked_vin"] for r in desk.records("marketcheck", "active")} == set(VINS)
    desk.pull()
    assert len(desk.sandbox.asked) == 4  # what a week ago has not passed for is not asked again
    assert {asked.query["zip"] for asked in desk.sandbox.asked} == {"48083"}
    desk.pass_by(days=8)
    outcome = desk.pull()
    assert (outcome.fetched, outcome.known) == (0, 3)  # the same answers
