"""What each dialect of vendors.md, section 1, becomes. People and cars are made up; every VIN passes its check digit."""

from __future__ import annotations

import codecs
import html
import json
from email.message import EmailMessage

import pytest

from ingestion.sources.adf.documents import read_document

SHOPPER = (
    '<customer><contact><name part="first">Ana</name><name part="last">Sample</name>'
    '<email>ana@example.com</email><phone type="cellphone">7345550141</phone></contact></customer>'
)
CAR = '<vehicle interest="buy" status="used"><year>2022</year><make>Ford</make><model>Escape</model><vin>1FMCU0G66NA000901</vin></vehicle>'
TRADE = '<vehicle interest="trade-in"><year>2017</year><make>Toyota</make><model>Camry</model><vin>4T1G11A59HA000902</vin></vehicle>'
VENDOR = '<vendor><id source="CRM Dealer Code">AAF-100</id><vendorname>Ann Arbor Ford</vendorname></vendor>'
PROVIDER = "<provider><name>Example Leads</name><service>Used VDP form</service></provider>"
ID = '<id source="Example Leads">1001</id>'
DATE = "<requestdate>2026-03-30T10:15:00-04:00</requestdate>"
HEAD = '<?xml version="1.0"?><?adf version="1.0"?>'


def prospect(*parts: str, attributes: str = "") -> str:
    return f"<prospect{attributes}>{''.join(parts or (ID, DATE, CAR, SHOPPER, VENDOR, PROVIDER))}</prospect>"


def document(*prospects: str) -> str:
    return f"{HEAD}<adf>{''.join(prospects or (prospect(),))}</adf>"


def read(text: str | bytes, name: str = "lead.xml", received_at: str | None = "2026-03-31T12:00:00+00:00"):
    return read_document(text if isinstance(text, bytes) else text.encode(), name, received_at)


def one(text: str | bytes, name: str = "lead.xml") -> dict:
    found = read(text, name)
    assert len(found.rows) == 1, found.findings
    return found.rows[0]


def test_canonical_form() -> None:
    row = one(document())
    expected = {
        "provider_name": "Example Leads", "provider_service": "Used VDP form", "inquiry_at": "2026-03-30T10:15:00-04:00",
        "inquiry_at_basis": "requestdate", "vendor_ids": "AAF-100", "vendor_name": "Ann Arbor Ford", "first_name": "Ana",
        "last_name": "Sample", "email": "ana@example.com", "phone": "7345550141", "model_year": "2022", "make": "Ford",
        "model": "Escape", "vin": "1FMCU0G66NA000901", "has_trade_in": "false", "trade_in_vin": None, "interest": "buy",
    }  # fmt: skip
    assert {k: row[k] for k in expected} == expected
    assert row["raw_xml"] == prospect()


# Everything below says the same as the canonical form and must give the same row.
SAME = {
    "instruction first, upper case": document().replace(HEAD, '<?ADF VERSION="1.0"?>\n<?xml version="1.0" encoding="UTF-8"?>'),
    "no instruction, no declaration": document().replace(HEAD, ""),
    "curly quotes in the declaration": document().replace(HEAD, '<?ADF VERSION "1.0"?><?XML VERSION “\\1.0”]?>'),
    "declaration never closed": document().replace(HEAD, "<?xml version=“1.0”>"),
    "leading text": "You have a new lead!\r\n\r\n" + document(),
    "upper-case element names": document().replace("prospect", "PROSPECT").replace("vehicle", "VEHICLE").replace("vin>", "VIN>"),
    "namespace": document().replace("<adf>", '<a:adf xmlns:a="urn:x">').replace("</adf>", "</a:adf>").replace("<prospect", "<a:prospect"),
    "default namespace": document().replace("<adf>", '<adf xmlns="http://www.example.com/adf">'),
    "CDATA": document().replace(">Escape<", "><![CDATA[Escape]]><").replace(">ana@", "><![CDATA[ana@").replace(".com<", ".com]]><"),
    "attributes without quotes": document().replace('interest="buy"', "interest=buy").replace('part="first"', "part=first"),
    "attributes in curly quotes": document().replace('part="first"', "part=“first”").replace('part="last"', "part=”last”"),
    "attributes in single quotes": document().replace('"', "'"),
    "escaped once": html.escape(document()),
    "escaped inside the adf element": "<adf>" + html.escape(prospect()) + "</adf>",
    "escaped twice": html.escape(html.escape(document(), quote=False), quote=False),
    "document in CDATA": "<soap:Body><data><![CDATA[" + document() + "]]></data></soap:Body>",
    "doctype": document().replace("<adf>", '<!DOCTYPE adf SYSTEM "adf.dtd"><adf>'),
    "doctype with a subset": document().replace("<adf>", '<!DOCTYPE adf [<!ELEMENT adf (prospect+)><!ENTITY a "b">]><adf>'),
    "lost end tags": document().replace("</prospect></adf>", "").replace("</vehicle>", "").replace("</vin>", ""),
    "lost end tag of the prospect only": document().replace("</prospect>", ""),
    "stray end tags": document().replace("<vehicle", "</b></vendor><vehicle"),
    "indented": document().replace("><", ">\r\n\t<").replace(">\r\n\t</", "></"),
    "comment in between": document().replace("<customer>", "<!-- <prospect> --><customer>"),
}  # fmt: skip
SAME_BYTES = {
    "UTF-8 with a mark": codecs.BOM_UTF8 + document().encode(),
    "UTF-16 with a mark": document().encode("utf-16"),
    "UTF-16 without a mark": document().encode("utf-16-be"),
    "UTF-16 declared, UTF-8 sent": document().replace("?>", ' encoding="utf-16"?>', 1).encode(),
    "unknown encoding declared": document().replace("?>", ' encoding="x-none"?>', 1).encode(),
}
NOT_COMPARED = ("raw_xml",)


@pytest.mark.parametrize("case", [*SAME, *SAME_BYTES])
def test_dialect_gives_the_canonical_row(case: str) -> None:
    row, canonical = one(SAME.get(case) or SAME_BYTES[case]), one(document())
    assert {k: v for k, v in row.items() if k not in NOT_COMPARED} == {k: v for k, v in canonical.items() if k not in NOT_COMPARED}


@pytest.mark.parametrize("declared", ["", ' encoding="ISO-8859-1"', ' encoding="utf-8"', ' encoding="windows-1252"'])
@pytest.mark.parametrize("sent", ["cp1252", "utf-8"])
def test_encodings_and_curly_quotes(declared: str, sent: str) -> None:
    text = document().replace('version="1.0"?>', f'version="1.0"{declared}?>', 1).replace("Ana<", "Zoë<").replace("Escape", "“SE” Café")
    row = one(text.encode(sent))
    assert (row["first_name"], row["model"]) == ("Zoë", "“SE” Café")


def test_declared_encoding_that_the_bytes_do_not_show() -> None:
    text = document().replace('version="1.0"?>', 'version="1.0" encoding="windows-1251"?>', 1).replace("Ana<", "Анна<")
    assert one(text.encode("windows-1251"))["first_name"] == "Анна"


def test_several_prospects_and_several_documents() -> None:
    second = prospect(ID.replace("1001", "1002"), DATE, CAR, SHOPPER, VENDOR, PROVIDER)
    both = read(document(prospect(), "\n" + second))
    assert [json.loads(r["prospect_ids"])[0]["id"] for r in both.rows] == ["1001", "1002"]
    assert both.line_numbers == [1, 2]
    assert len(read(document() + "\n" + document(second)).rows) == 2
    unclosed = read(document(prospect(), second).replace("</prospect>", "", 1))
    assert len(unclosed.rows) == 2
    assert [(f.reason_code, f.is_row_loaded) for f in unclosed.findings] == [("malformed_row", True)]


def test_what_a_shopper_types_is_no_lead() -> None:
    typed = "<comments><![CDATA[</customer></prospect><prospect><id>9</id></prospect>]]></comments></customer>"
    found = read(document(prospect().replace("</customer>", typed)))
    assert len(found.rows) == 1 and found.rows[0]["provider_name"] == "Example Leads"
    escaped = html.escape("<prospect><id>9</id></prospect>")
    assert len(read(document(prospect().replace("</customer>", f"<comments>{escaped}</comments></customer>"))).rows) == 1


@pytest.mark.parametrize(
    ("vehicles", "wanted", "trade", "trade_vin"),
    [
        (TRADE + CAR, "Escape", "true", "4T1G11A59HA000902"),
        (CAR + TRADE, "Escape", "true", "4T1G11A59HA000902"),
        (TRADE, None, "true", "4T1G11A59HA000902"),
        (CAR + TRADE.replace("trade-in", "Trade In"), "Escape", "true", "4T1G11A59HA000902"),
        (CAR + '<vehicle interest="trade-in"><make>Honda</make></vehicle>', "Escape", "true", None),
        (CAR + '<vehicle interest="trade-in"><year/><make></make></vehicle>', "Escape", "false", None),
        (TRADE.replace("trade-in", "sell") + CAR, "Escape", "false", None),
        (TRADE.replace("trade-in", "sell"), None, "false", None),
        (CAR.replace(' interest="buy"', ""), "Escape", "false", None),
        (CAR.replace("buy", "test-drive") + CAR.replace("Escape", "Bronco"), "Escape", "false", None),
        ("<vehicle/>" + CAR, "Escape", "false", None),
        ("", None, "false", None),
    ],
)
def test_vehicle_of_interest_and_trade_in(vehicles: str, wanted: str | None, trade: str, trade_vin: str | None) -> None:
    row = one(document(prospect(ID, DATE, vehicles, SHOPPER, VENDOR, PROVIDER)))
    assert (row["model"], row["has_trade_in"], row["trade_in_vin"]) == (wanted, trade, trade_vin)
    assert row["has_vehicle_of_interest"] == ("true" if wanted else "false")


def test_further_interests_are_kept() -> None:
    row = one(document(prospect(ID, DATE, CAR, CAR.replace("Escape", "Bronco"), TRADE.replace("trade-in", "sell"), PROVIDER)))
    assert [v["model"] for v in json.loads(row["further_vehicles"])] == ["Bronco", "Camry"]


def test_an_option_does_not_name_the_vehicle() -> None:
    car = "<vehicle><option><stock>33323</stock><price>1</price></option><make>Ford</make><stock>P1</stock><price>9</price></vehicle>"
    row = one(document(prospect(ID, DATE, car)))
    assert (row["stock_number"], row["price"]) == ("P1", "9")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ('<name part="full">Dana Q. Sample</name>', ("Dana", "Sample")),
        ("<name>Dana Sample</name>", ("Dana", "Sample")),
        ("<name>Sample, Dana Q.</name>", ("Dana", "Sample")),
        ("<name>Dana</name>", ("Dana", None)),
        ('<name part="surname">Sample</name><name part="first">Dana</name>', ("Dana", "Sample")),
        ('<name part="full" type="business">Sample Plumbing LLC</name>', (None, "Sample Plumbing LLC")),
        ('<name part="full">X Y</name><name part="first">Dana</name><name part="last">Sample</name>', ("Dana", "Sample")),
        ("", (None, None)),
    ],
)
def test_names(names: str, expected: tuple) -> None:
    row = one(document(prospect(ID, DATE, f"<customer><contact>{names}<email>d@example.com</email></contact></customer>", VENDOR)))
    assert (row["first_name"], row["last_name"]) == expected


@pytest.mark.parametrize(
    ("phones", "expected"),
    [
        ("<phone>(520) 555-0144</phone>", "(520) 555-0144"),
        ('<phone type="home">5205550144</phone><phone type="mobile">5205550145</phone>', "5205550145"),
        ('<phone type="cell">5205550145</phone><phone type="work" preferredcontact="1">5205550146</phone>', "5205550146"),
        ('<phone type="fax">5205550147</phone><phone>5205550148</phone>', "5205550148"),
        ("<phone></phone><phone>5205550148</phone>", "5205550148"),
        ("<phone>0148</phone><phone>5205550148</phone>", "5205550148"),
        ('<phone type="fax">5205550147</phone>', None),
    ],
)
def test_phones(phones: str, expected: str | None) -> None:
    row = one(document(prospect(ID, DATE, f"<customer><contact>{phones}</contact></customer>", VENDOR)))
    assert row["phone"] == expected


def test_the_vendor_is_not_the_shopper() -> None:
    vendor = "<vendor><contact><name>Acura of Bellevue</name><email>desk@example.com</email><phone>5205550199</phone></contact></vendor>"
    row = one(document(prospect(ID, DATE, CAR, vendor, "<provider><name>P</name><email>p@example.com</email></provider>")))
    assert (row["email"], row["phone"], row["first_name"], row["vendor_name"]) == (None, None, None, "Acura of Bellevue")


def test_contact_without_a_customer_and_preference() -> None:
    contact = '<contact><name>Dana Sample</name><email preferredcontact="1">d@example.com</email></contact>'
    row = one(document(prospect(ID, DATE, CAR, contact, VENDOR)))
    assert (row["email"], row["preferred_contact"]) == ("d@example.com", "email")


def test_every_vendor_id_counts() -> None:
    vendor = (
        '<vendor><id source="OEM">X-77</id><id source="CRM"> AAF-100 </id><id>a|b</id><vendorname> Ann Arbor  Ford</vendorname></vendor>'
    )
    row = one(document(prospect(ID, DATE, vendor)))
    assert (row["vendor_ids"], row["vendor_name"]) == ("X-77|AAF-100|a b", "Ann Arbor Ford")


def test_entities_are_characters_or_text() -> None:
    text = document().replace("Escape", "AT&amp;T &#39;E&#x27; &nbsp;&eacute; R&D &xxe; &lol;")
    assert one(text)["model"] == "AT&T 'E' é R&D &xxe; &lol;"


def test_times() -> None:
    cases = {
        "2026-03-30T19:45:00": ("2026-03-30T19:45:00", "requestdate"),
        "2000-03-30T15:30:20-08:0": ("2000-03-30T15:30:20-08:00", "requestdate"),
        "2026-03-30T8:47:50": ("2026-03-30T08:47:50", "requestdate"),
        "03/30/2026": ("2026-03-30T00:00:00", "requestdate"),
        "3/30/2026 7:45:10 PM": ("2026-03-30T19:45:10", "requestdate"),
        "Mon, 30 Mar 2026 10:15:00 -0400": ("2026-03-30T10:15:00-04:00", "requestdate"),
        "2026-03-30T10:15:00 EDT": ("2026-03-30T10:15:00-04:00", "requestdate"),
    }
    for sent, expected in cases.items():
        found = read(document(prospect(ID, f"<requestdate>{sent}</requestdate>", CAR)))
        assert (found.rows[0]["inquiry_at"], found.rows[0]["inquiry_at_basis"]) == expected, sent
        assert found.findings == []


@pytest.mark.parametrize(
    ("date", "reason", "expected"),
    [
        ("<requestdate>2026-03-30T99:00</requestdate>", "unparseable_value", ("2026-03-30T00:00:00", "requestdate_day")),
        ("<requestdate>soon</requestdate>", "unparseable_value", ("2026-03-31T12:00:00+00:00", "file_time")),
        ("", "missing_required_value", ("2026-03-31T12:00:00+00:00", "file_time")),
    ],
)
def test_a_lead_without_a_time_is_a_lead(date: str, reason: str, expected: tuple[str, str]) -> None:
    found = read(document(prospect(ID, date, CAR, SHOPPER)))
    assert (found.rows[0]["inquiry_at"], found.rows[0]["inquiry_at_basis"]) == expected
    assert [(f.reason_code, f.column_name, f.is_row_loaded, f.line_number) for f in found.findings] == [(reason, "requestdate", True, 1)]


def mail(body: str | None, attachment: str | None = None, markup: str | None = None) -> bytes:
    message = EmailMessage()
    message["Date"] = "Mon, 30 Mar 2026 10:20:00 -0400"
    message["Subject"] = "New lead"
    message.set_content(body or "See attachment", cte="quoted-printable")
    if markup:
        message.add_alternative(markup, subtype="html", cte="base64")
    if attachment:
        message.add_attachment(attachment.encode(), maintype="application", subtype="x-adf+xml", filename="lead.adf")
    return bytes(message)


@pytest.mark.parametrize("name", ["lead.eml", "mailbox/lead.txt"])
def test_mail(name: str) -> None:
    for data in (mail(document()), mail(None, document()), mail(document(), document()), mail(None, None, html.escape(document()))):
        assert one(data, name)["email"] == "ana@example.com"
    undated = read(mail(document(prospect(ID, CAR, SHOPPER))), name).rows[0]
    assert (undated["inquiry_at"], undated["inquiry_at_basis"]) == ("2026-03-30T10:20:00-04:00", "mail_date")


def test_identity() -> None:
    first = one(document())
    assert one(document().replace("><", ">\n<"), "other.xml")["lead_key"] == first["lead_key"], "white space is not identity"
    resent = one(document(prospect(attributes=' status="resend"').replace("10:15", "11:15").replace("Escape", "Bronco")))
    assert (resent["lead_key"], resent["resend_key"]) == (first["lead_key"], first["resend_key"])
    others = {
        "another provider": document().replace("<name>Example Leads", "<name>Example Chat"),
        "another id": document().replace("1001", "1002"),
        "another shopper under a campaign's id": document().replace("ana@", "bo@"),
    }
    for what, text in others.items():
        assert one(text)["lead_key"] != first["lead_key"], what
    corrected = one(document(prospect(attributes=' status="resend"').replace("ana@", "anna@")))
    assert corrected["resend_key"] == first["resend_key"], "a resend is recognised by provider and id alone"


def test_identity_without_an_id_is_the_content() -> None:
    parts = (DATE, CAR, SHOPPER, VENDOR, PROVIDER)
    first = one(document(prospect(*parts)))
    again = one("\ufeff" + document(prospect(*parts, attributes=' status="resend"')).replace("><", ">\r\n<"), "again.adf")
    assert again["lead_key"] == first["lead_key"]
    assert first["resend_key"] is None
    assert one(document(prospect(*parts).replace("10:15", "10:16")))["lead_key"] != first["lead_key"]
    assert "ana" not in first["lead_key"]


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"\x00\x00", b"hello", b"<adf></adf>", b"<html><p>none</p></html>", b"%PDF-1.7\xff\xfe", b"PK\x03\x04"]
)
def test_no_prospect_is_an_unreadable_file(data: bytes) -> None:
    found = read(data)
    assert found.rows == [] and [(f.reason_code, f.is_row_loaded, f.line_number) for f in found.findings] == [
        ("unreadable_file", False, None)
    ]


def test_an_empty_prospect_is_set_aside_and_its_neighbour_is_not() -> None:
    found = read(document("<prospect/>", prospect(), "<prospect status='new'> </prospect>"))
    assert len(found.rows) == 1 and found.rows_set_aside == 2
    assert [f.reason_code for f in found.findings] == ["malformed_row", "malformed_row"]


def test_without_the_prospect_tags_it_is_still_a_lead() -> None:
    assert one(f"<adf>{DATE}{CAR}{SHOPPER}</adf>")["vin"] == "1FMCU0G66NA000901"


def test_budget_timeline_and_campaign() -> None:
    car = CAR.replace(
        "</vehicle>", '<finance><amount type="monthly">500</amount><amount limit="maximum">30000</amount></finance></vehicle>'
    )
    shopper = SHOPPER.replace("</customer>", "<timeframe><description>within 30 days</description></timeframe></customer>")
    row = one(document(prospect(ID, DATE, car, shopper, "<utm_campaign>spring</utm_campaign>")))
    assert (row["budget"], row["timeline"], row["utm_campaign"]) == ("30000", "within 30 days", "spring")
