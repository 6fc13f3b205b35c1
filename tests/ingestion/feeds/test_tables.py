"""Forms of a file: separators, quotes, encodings, JSON, zip. The same list must come out of each, and a bad row must cost only itself."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest

from ingestion.sources.base import FileSetAsideError
from tests.ingestion.feeds.reading import Feeds

PROFILE = {
    "store": {"constant": "S1"},
    "snapshot_at": {"file_time": True},
    "columns": {"stock_number": ["Stock"], "model": ["Model"], "asking_price": ["Price"]},
}
ROWS = [("P1", "Café “SE”", "100"), ("P2", "", "200"), ("P3", "a, b", "300")]
TEXT = 'Stock,Model,Price\nP1,Café “SE”,100\nP2,,200\nP3,"a, b",300\n'


def zipped(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, text in enumerate(members):
            archive.writestr(f"{number}.csv", text)
    return out.getvalue()


UNITS = [{"Stock": s, "Model": m or None, "Price": int(p)} for s, m, p in ROWS]
FORMS: dict[str, tuple[str, bytes]] = {
    "csv": ("a.csv", TEXT.encode()),
    "csv, Windows lines and mark": ("a.csv", b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()),
    "csv in Windows-1252": ("a.csv", TEXT.encode("cp1252")),
    "csv in UTF-16": ("a.csv", TEXT.encode("utf-16")),
    "csv without an end": ("a.csv", TEXT.rstrip("\n").encode()),
    "tsv": ("a.txt", TEXT.replace('"a, b"', "a; b").replace(",", "\t").replace("a; b", "a, b").encode()),
    "pipes": ("a.dat", TEXT.replace('"a, b"', "a; b").replace(",", "|").replace("a; b", "a, b").encode()),
    "pipes with quotes": ("a.dat", TEXT.replace('"a, b"', '"a; b"').replace(",", "|").replace("a; b", "a, b").encode()),
    "semicolons": ("a.csv", TEXT.replace('"a, b"', "a# b").replace(",", ";").replace("a# b", "a, b").encode()),
    "zip": ("a.zip", zipped(TEXT)),
    "json list": ("a.json", json.dumps(UNITS).encode()),
    "json, indented": ("a.json", json.dumps(UNITS, indent=2).encode()),
    "json object with one list": ("a.json", json.dumps({"count": 3, "units": UNITS}).encode()),
    "json lines": ("a.jsonl", "\n".join(json.dumps(u) for u in UNITS).encode()),
    "json lines by content": ("a.txt", "\n".join(json.dumps(u) for u in UNITS).encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_list(feeds: Feeds, form: str) -> None:
    feeds.profile("f", PROFILE)
    name, data = FORMS[form]
    rows = feeds.read(f"f/{name}", data)
    assert [(r["stock_number"], r.get("model", ""), r["asking_price"]) for r in rows] == ROWS
    assert [r["_row_number"] for r in rows] == [1, 2, 3]
    if not form.startswith("json"):
        assert [r["_line_number"] for r in rows] == [2, 3, 4]


def test_an_inch_sign_is_no_quote(feeds: Feeds) -> None:
    feeds.profile("f", {**PROFILE, "format": "tsv", "quotes": "none"})
    rows = feeds.read("f/a.txt", 'Stock\tModel\tPrice\nP1\t"Sport" 17" wheels\t100\n\nP2\t18"\t200\n')
    assert [(r["model"], r["_line_number"]) for r in rows] == [('"Sport" 17" wheels', 2), ('18"', 4)]


def test_a_quoted_line_end_with_tabs(feeds: Feeds) -> None:
    feeds.profile("f", PROFILE)
    rows = feeds.read("f/a.tsv", 'Stock\tModel\tPrice\nP1\t"two\nlines"\t100\nP2\tx\t200\n')
    assert [(r["model"], r["_line_number"]) for r in rows] == [("two\nlines", 2), ("x", 4)]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.csv", "Stock,Model,Price\nP1,x,1\nP2,x,1,surplus\nP3,x,1\n", 3),
        ("a.tsv", "Stock\tModel\tPrice\nP1\tx\t1\nP2\tx\t1\tsurplus\nP3\tx\t1\n", 3),
        ("a.jsonl", '{"Stock": "P1"}\n{"Stock": \n{"Stock": "P3"}\n', 2),
        ("a.json", '[{"Stock": "P1"}, 7, {"Stock": "P3"}]', None),
    ],
)
def test_a_bad_row_costs_itself(feeds: Feeds, name: str, content: str, line: int | None) -> None:
    feeds.profile("f", PROFILE)
    rows, read = feeds.read_all(f"f/{name}", content)
    assert [r["stock_number"] for r in rows] == ["P1", "P3"]
    assert [(f.reason_code, f.line_number, f.is_row_loaded) for f in read.findings] == [("malformed_row", line, False)]


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"Stock,Model\nP1,\x00\n", b"[{", b'{"a": 1}', b"[[[" * 100_000, zipped(TEXT, TEXT), zipped(TEXT)[:-30],
     b"Stock,stock \nP1,P2\n", b'Stock,Model,Price\nP1,"never closed,1\nP2,x,1\n'],
)  # fmt: skip
def test_what_cannot_be_read_is_set_aside_whole(feeds: Feeds, content: bytes) -> None:
    feeds.profile("f", PROFILE)
    with pytest.raises(FileSetAsideError) as error:
        feeds.read("f/a.json" if content[:1] in b"[{" and content else "f/a.csv", content)
    assert [f.reason_code for f in error.value.findings] == ["unreadable_file"]


def test_a_list_without_units_is_good(feeds: Feeds) -> None:
    feeds.profile("f", PROFILE)
    assert feeds.read("f/a.csv", "Stock,Model,Price\n") == []


def test_files_that_are_not_meant(feeds: Feeds) -> None:
    feeds.profile("f", {**PROFILE, "files": ["*_inv.csv"]})
    assert len(feeds.read("f/x_INV.csv", TEXT)) == 3
    with pytest.raises(StopIteration):
        feeds.read("f/readme.txt", "no list")


@pytest.mark.parametrize("seed", range(200))
def test_fuzzed_lists_lose_nothing(feeds: Feeds, seed: int) -> None:
    """Every record is a row, a finding, or part of a file set aside; read_all checks that they add up."""
    rng = random.Random(seed)
    name, data = rng.choice(list(FORMS.values()))
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            del out[at : at + rng.randint(1, 9)]
        elif kind == 1:
            out[at : at + 1] = rng.randbytes(1)
        elif kind == 2:
            out[at:at] = rng.choice([b'"', b",", b"\n", b"\r", b"\t", b"{", b"]", b"\\", b"\xff"])
        else:
            del out[max(at, 10) :]
    feeds.profile("f", PROFILE)
    try:
        feeds.read_all(f"f/{name}", bytes(out))
    except FileSetAsideError as e:
        assert e.findings
