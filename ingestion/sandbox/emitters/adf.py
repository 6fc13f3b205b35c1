"""Leads as ADF/XML 1.0, one document per lead as a marketplace mails it (vendors.md §1). Only the first version of a lead travels so."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

_PROVIDERS = {"cars_com": "Cars.com", "autotrader": "AutoTrader.com", "facebook_marketplace": "Facebook Marketplace", "oem": "OEM Program"}


def write(diary: Diary, folder: Path) -> int:
    """Write `<store's code>/lead_<id>.xml` for the leads that came by ADF mail; returns the number of files."""
    files = 0
    seen: set[str] = set()
    for _, lead in diary.rows("leads"):
        if lead["intake_method"] != "adf_email" or lead["lead_id"] in seen or lead["is_test"] or lead["is_spam"]:
            continue
        seen.add(lead["lead_id"])
        code = diary.codes[lead["store_id"]]["adf"]
        path = folder / code / f"lead_{lead['lead_id'].lower()}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        moment = diary.clocks[lead["store_id"]].local(lead["inquiry_at"]).isoformat()
        path.write_bytes(document(lead, code, diary.places[lead["store_id"]].name, moment).encode())
        files += 1
    return files


def _tag(name: str, value: object, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(str(value))}</{name}>" if value is not None else ""


def document(lead: Row, code: str, store_name: str, requested_at: str) -> str:
    """The ADF document of one lead."""
    vehicle = "".join((
        _tag("year", lead["model_year"]), _tag("make", lead["make"]), _tag("model", lead["model"]), _tag("vin", lead["vin"]),
        _tag("stock", lead["stock_number"]), _tag("trim", lead["trim"]),
    ))  # fmt: skip
    trade = f'<vehicle interest="trade-in" status="used">{_tag("vin", lead["trade_in_vin"])}</vehicle>' if lead["trade_in_vin"] else ""
    contact = "".join((
        _tag("name", lead["first_name"], ' part="first"'), _tag("name", lead["last_name"], ' part="last"'), _tag("email", lead["email"]),
        _tag("phone", lead["phone"], ' type="cellphone"'), f'<address type="home">{_tag("postalcode", lead["postal_code"])}</address>',
    ))  # fmt: skip
    provider = _PROVIDERS.get(lead["source_code"], lead["source_code"] or "Unknown")
    named = _tag("name", provider, ' part="full"')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?adf version="1.0"?>\n<adf><prospect status="new">\n'
        f'<id sequence="1" source={quoteattr(provider)}>{escape(lead["lead_id"])}</id>\n<requestdate>{requested_at}</requestdate>\n'
        f'<vehicle interest="buy">{vehicle}</vehicle>{trade}\n<customer><contact primarycontact="1">{contact}</contact></customer>\n'
        f'<vendor><id source="CRM Dealer Code">{code}</id>{_tag("vendorname", store_name)}</vendor>\n'
        f"<provider>{named}</provider>\n</prospect></adf>\n"
    )
