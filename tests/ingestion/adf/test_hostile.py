"""Lead documents are unauthenticated: what a hostile or a broken one may cost, and that none is lost without a word."""

from __future__ import annotations

import random
import time

import pytest
from lxml import etree

from ingestion.sources.adf.documents import MAX_BYTES, read_document
from ingestion.sources.adf.markup import MAX_ELEMENTS, Node, read_tree
from tests.ingestion.adf.test_documents import CAR, DATE, ID, PROVIDER, SHOPPER, TRADE, VENDOR, document, mail, prospect, read

MEGABYTE = 1024 * 1024


def test_entities_are_neither_expanded_nor_fetched(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not read")
    bomb = '<!DOCTYPE adf [<!ENTITY a "lol">' + "".join(f'<!ENTITY a{i} "{"&a;" * 10}">' for i in range(10))
    text = document().replace("<adf>", f'{bomb}<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]><adf>')
    text = text.replace("Escape", "&a9;&x;").replace("Ford", "Ford&x;")
    found = read(text)
    assert found.findings == [] and len(found.rows) == 1
    assert found.rows[0]["model"] == "&a9;&x;"
    assert "do not read" not in str(found.rows)


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<![CDATA[",
        "<!DOCTYPE [",
        "<?",
        "<",
        "<a ",
        "<a x=",
        '<a x="',
        "<prospect ",
        "<prospect>",
        "&",
        "&lt;",
        "&amp;lt;",
        "<a>",
        "]]>",
        "\n",
        '"',
        "</",
    ],
)
def test_no_text_costs_more_than_its_length(unit: str) -> None:
    """2 MB of the same mark takes under 20 s on a slow core; anything quadratic takes hours."""
    started = time.process_time()
    found = read_document((document() + unit * (2 * MEGABYTE // len(unit))).encode(), "x.xml")
    assert len(found.rows) >= 1
    assert time.process_time() - started < 20


def test_depth_and_number_are_bounded_and_said() -> None:
    deep = read(document(prospect(ID, DATE, CAR, "<a>" * 100_000, SHOPPER)))
    assert len(deep.rows) == 1
    wide = read(document(prospect(ID, DATE, CAR, "<a/>" * (MAX_ELEMENTS + 1), SHOPPER)))
    assert len(wide.rows) == 1 and wide.rows[0]["vin"] and [f.reason_code for f in wide.findings] == ["malformed_row"]
    tree, whole = read_tree("<a>" * 1000 + "x" + "</a>" * 1000 + "<b>y</b>")
    assert whole and tree.text_of("b") == "y", "elements beyond the depth end where they should"


def test_fifty_megabytes() -> None:
    text = document(
        prospect(ID, DATE, CAR, SHOPPER.replace("</contact>", f"</contact><comments>{'x' * (49 * MEGABYTE)}</comments>"), VENDOR)
    )
    found = read_document(text.encode(), "big.xml")
    assert found.rows[0]["vendor_ids"] == "AAF-100" and found.findings == []
    assert len(found.rows[0]["raw_xml"] or "") > 49 * MEGABYTE
    over = read_document(b" " * (MAX_BYTES + 1), "big.xml")
    assert [f.reason_code for f in over.findings] == ["unreadable_file"] and over.rows == []
    assert read_document(document().encode(), "x.xml", max_bytes=10).rows == []


def test_a_hostile_mail_is_still_read() -> None:
    nested = b"MIME-Version: 1.0\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(500)
    )
    assert len(read(nested + document().encode(), "x.eml").rows) == 1
    assert len(read(b"Date: nonsense\r\nContent-Type: \xff;;charset=\x00\r\n\r\n" + document().encode(), "x.eml").rows) == 1
    assert len(read(mail(document())[:-40], "x.eml").rows) == 1


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Cut, drop, double, overwrite and swap bytes at random places."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at, length = rng.randrange(len(out) + 1), rng.randint(1, 40)
        kind = rng.randrange(6)
        if kind == 0:
            del out[at : at + length]
        elif kind == 1:
            out[at:at] = out[at : at + length]
        elif kind == 2:
            out[at : at + 1] = rng.randbytes(1)
        elif kind == 3:
            out[at:at] = rng.choice(
                [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"\x00", b"\xff\xfe", b"<?", b'"', b"</prospect>"]
            )
        elif kind == 4 and len(out) > 50:
            del out[max(at, 30) :]
        else:
            out.reverse() if rng.random() < 0.02 else out.extend(out[:length])
    return bytes(out)


SEEDS = [
    document(),
    document(prospect(ID, DATE, TRADE, CAR, SHOPPER, VENDOR, PROVIDER), prospect(DATE, CAR, SHOPPER)),
    "Text before\n" + document().replace("><", ">\n  <"),
    document().replace("Escape", "<![CDATA[Escape & co]]>"),
]


@pytest.mark.parametrize("seed", range(200))
def test_fuzzed_documents_give_rows_or_a_finding(seed: int) -> None:
    rng = random.Random(seed)
    data = mutated(rng.choice([SEEDS[seed % len(SEEDS)].encode(), SEEDS[0].encode("utf-16"), mail(SEEDS[0])]), rng)
    found = read_document(data, rng.choice(["a.xml", "a.eml", "a.txt"]), "2026-03-31T12:00:00+00:00")
    assert found.rows or found.findings
    assert len(found.rows) == len(found.line_numbers)
    assert all(r["inquiry_at"] and r["lead_key"] and r["raw_xml"] for r in found.rows)
    assert found.rows or found.rows_set_aside or [f.reason_code for f in found.findings] == ["unreadable_file"]
    assert all(f.message.isprintable() and "@" not in f.message for f in found.findings)


@pytest.mark.parametrize("cut", range(1, len(document()), 7))
def test_a_document_cut_anywhere_keeps_what_came(cut: int) -> None:
    found = read(document()[:cut])
    assert found.rows or found.findings
    if cut >= document().index("1001") + 4:
        assert found.rows and "1001" in (found.rows[0]["prospect_ids"] or "")


def random_xml(rng: random.Random, depth: int = 0) -> str:
    name = rng.choice(["a", "b", "x:c", "d-e", "f"])
    attributes = rng.choice(["", "", ' k="v > w"', " k='it&apos;s'", ' k="&#65;" l = "m"'])
    inside = ""
    for _ in range(rng.randint(0, 4) if depth < 5 else 0):
        inside += rng.choice(
            [
                lambda: random_xml(rng, depth + 1),
                lambda: "text &amp; more &lt;x&gt; &#233;",
                lambda: "<![CDATA[a < b & c ]] > <d>]]>",
                lambda: "<!-- no <a> -->",
                lambda: "<?pi x?>",
                lambda: "\n  ",
            ]
        )()
    return f"<{name}{attributes}/>" if not inside and rng.random() < 0.5 else f"<{name}{attributes}>{inside}</{name}>"


def shape_of_ours(node: Node) -> tuple:
    return node.name, node.attributes, " ".join("".join(node.pieces).split()), [shape_of_ours(c) for c in node.children]


def shape_of_lxml(element) -> tuple:
    text = (element.text or "") + "".join(c.tail or "" for c in element)
    children = [shape_of_lxml(c) for c in element if isinstance(c.tag, str)]
    return etree.QName(element).localname, dict(element.attrib), " ".join(text.split()), children


@pytest.mark.parametrize("seed", range(60))
def test_well_formed_documents_read_as_lxml_reads_them(seed: int) -> None:
    text = f'<root xmlns:x="urn:x">{random_xml(random.Random(seed))}</root>'
    ours = read_tree(text)[0].children[0]
    ours.attributes.pop("x", None)
    assert shape_of_ours(ours) == shape_of_lxml(etree.fromstring(text))
