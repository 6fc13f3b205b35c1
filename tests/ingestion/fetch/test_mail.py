"""A mailbox, with one made of a dictionary in the server's place (tests/integration asks a real one)."""

from __future__ import annotations

from email.message import EmailMessage

from ingestion.fetch.files import Outcome
from ingestion.fetch.mail import ImapMailbox, Message, fetch_mail
from ingestion.fetch.memory import Memory
from ingestion.fetch.recipe import Recipe
from tests.ingestion.fetch.conftest import OLD, FetchDesk

ADF = "<adf><prospect><id source='X'>{}</id><customer><contact><email>a{}@example.com</email></contact></customer></prospect></adf>"


def mail(number: int) -> bytes:
    return b"Subject: lead\r\nDate: Mon, 30 Mar 2026 10:00:00 -0400\r\n\r\n" + ADF.format(number, number).encode()


class Box:
    """uid -> message. Dies at the UID `dies_at`, once."""

    def __init__(self, messages: dict[int, bytes], validity: int = 7, dies_at: int = 0) -> None:
        self.messages, self.validity, self.dies_at = messages, validity, dies_at

    def uid_validity(self) -> int:
        return self.validity

    def sizes_after(self, uid: int) -> list[tuple[int, int]]:
        return [(u, len(m)) for u, m in sorted(self.messages.items()) if u > uid]

    def message(self, uid: int, headers_only: bool = False) -> Message | None:
        if uid == self.dies_at:
            self.dies_at = 0
            raise ConnectionResetError
        content = self.messages.get(uid)
        return Message(content.split(b"\r\n\r\n")[0] + b"\r\n\r\n" if headers_only else content, OLD) if content else None


RECIPE = Recipe("leads_mailbox", "imap", "adf/leads_mailbox", max_megabytes=1)


def fetch(desk: FetchDesk, box: Box, memory: Memory, recipe: Recipe = RECIPE) -> Outcome:
    outcome = Outcome(recipe.name)
    fetch_mail(recipe, box, desk.home, memory, outcome)
    return outcome


def test_each_message_comes_once_and_a_broken_connection_goes_on_where_it_stopped(fetch_desk: FetchDesk) -> None:
    box, memory = Box({3: mail(3), 5: mail(5), 9: mail(9)}, dies_at=9), Memory.load(fetch_desk.home, "m")
    try:
        fetch(fetch_desk, box, memory)
    except ConnectionResetError:
        assert memory.mail == {"INBOX": [7, 5]}
    assert fetch(fetch_desk, box, memory).fetched == 1
    assert fetch(fetch_desk, box, memory).fetched == 0
    assert sorted(fetch_desk.landed()) == [f"adf/leads_mailbox/7-{uid:010d}.eml" for uid in (3, 5, 9)]
    fetch_desk.ingest()
    assert fetch_desk.visible("adf__leads", "email") == ["a3@example.com", "a5@example.com", "a9@example.com"]


def test_uids_that_began_anew_are_read_from_the_start(fetch_desk: FetchDesk) -> None:
    memory = Memory.load(fetch_desk.home, "m")
    fetch(fetch_desk, Box({8: mail(1)}), memory)
    assert fetch(fetch_desk, Box({1: mail(1), 2: mail(2)}, validity=8), memory).fetched == 2
    fetch_desk.ingest()
    assert len(set(fetch_desk.visible("adf__leads", "lead_key"))) == 2


def test_a_giant_leaves_its_headers_and_a_finding(fetch_desk: FetchDesk) -> None:
    outcome = fetch(fetch_desk, Box({1: mail(1) + b" " * 1_100_000, 2: mail(2)}), Memory.load(fetch_desk.home, "m"))
    assert "larger than 1 MB" in outcome.notes[0]
    assert max(len(text) for text in fetch_desk.landed().values()) < 1_000
    fetch_desk.ingest()
    assert fetch_desk.visible("adf__leads", "email") == ["a2@example.com"]
    assert ("unreadable_file", False) in [f[3:] for f in fetch_desk.findings()]


def test_attachments_of_a_report_mail_land_without_it(fetch_desk: FetchDesk) -> None:
    message = EmailMessage()
    message["Subject"] = "Your report"
    message.set_content("See attachment.")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="../../Stock.CSV")
    message.add_attachment(b"logo", maintype="image", subtype="png", filename="logo.png")
    recipe = Recipe("reports", "imap", "feeds/generic", pattern=("*.csv",), take="attachments")
    fetch(fetch_desk, Box({4: message.as_bytes()}), Memory.load(fetch_desk.home, "m"), recipe)
    assert fetch_desk.landed() == {"feeds/generic/7-0000000004-2-Stock.CSV": "a,b\n1,2\n"}


def test_what_imap_says_is_understood() -> None:
    class Client:
        def uid(self, command: str, uids: str, what: str) -> tuple[str, list[object]]:
            if "SIZE" in what:
                return "OK", [b"1 (UID 4 RFC822.SIZE 120)", b"2 (UID 6 RFC822.SIZE 99)"]
            return "OK", [(b'2 (UID 6 INTERNALDATE "30-Mar-2026 10:00:00 +0000" BODY[] {3}', b"abc"), b")"]

    box = ImapMailbox(Client(), "INBOX", 7)
    assert box.sizes_after(4) == [(6, 99)], "n:* gives the last message also when it is older than n"
    message = box.message(6)
    assert message is not None and message.content == b"abc" and message.received_at == 1_774_864_800
