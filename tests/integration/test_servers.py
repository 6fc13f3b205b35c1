"""Fetching from dovecot and from OpenSSH: what the tests with stand-ins cannot know."""

from __future__ import annotations

import imaplib
import ssl
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ingestion.conftest import lead, leads
from tests.ingestion.fetch.conftest import FetchDesk, put
from tests.ingestion.fetch.test_mail import mail
from tests.integration.conftest import MAIL_PASSWORD, MailServer, SshServer

pytestmark = pytest.mark.integration


@pytest.fixture
def sender(mail_server: MailServer, request: pytest.FixtureRequest) -> Iterator[imaplib.IMAP4_SSL]:
    """The other side of a mailbox of this test's own."""
    trusted = ssl.create_default_context(cafile=str(mail_server.certificate))
    client = imaplib.IMAP4_SSL("127.0.0.1", mail_server.port, ssl_context=trusted)
    client.login(user(request), MAIL_PASSWORD)
    client.create("Leads")
    yield client
    client.logout()


def user(request: pytest.FixtureRequest) -> str:
    return f"u{zlib.crc32(request.node.name.encode()):08x}"


@pytest.fixture
def mailbox(
    mail_server: MailServer, fetch_desk: FetchDesk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """A recipe of that mailbox; the machine trusts the server's certificate."""
    monkeypatch.setenv("LEADS_MAIL_PASSWORD", MAIL_PASSWORD)
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.certificate))
    keys = {"kind": "imap", "host": "127.0.0.1", "port": mail_server.port, "user": user(request), "secret_env": "LEADS_MAIL_PASSWORD"}
    keys |= {"folder": "Leads", "attempts": 1, "max_megabytes": 1}
    fetch_desk.recipe("mailbox", **keys)
    return keys


def test_mail_comes_once_unmarked_and_new_mail_after_it(sender: imaplib.IMAP4_SSL, mailbox: dict[str, Any], fetch_desk: FetchDesk) -> None:
    for number in (1, 2):
        sender.append("Leads", "", None, mail(number))
    assert fetch_desk.fetch()["mailbox"].fetched == 2
    assert fetch_desk.fetch()["mailbox"].fetched == 0
    sender.append("Leads", "", None, mail(3))
    assert fetch_desk.fetch()["mailbox"].fetched == 1
    fetch_desk.ingest()
    assert fetch_desk.visible("adf__leads", "email") == [f"a{n}@example.com" for n in (1, 2, 3)]
    sender.select("Leads", readonly=True)
    assert sender.search(None, "UNSEEN")[1] == [b"1 2 3"], "nothing was marked as read"


def test_a_folder_made_anew_and_a_message_that_is_gone(sender: imaplib.IMAP4_SSL, mailbox: dict[str, Any], fetch_desk: FetchDesk) -> None:
    for number in (1, 2, 3):
        sender.append("Leads", "", None, mail(number))
    sender.select("Leads")
    sender.store("2", "+FLAGS", r"(\Deleted)")
    sender.expunge()
    sender.unselect()
    assert fetch_desk.fetch()["mailbox"].fetched == 2
    sender.delete("Leads")
    sender.create("Leads")
    sender.append("Leads", "", None, mail(4))
    assert fetch_desk.fetch()["mailbox"].fetched == 1
    fetch_desk.ingest()
    assert sorted(fetch_desk.visible("adf__leads", "email")) == [f"a{n}@example.com" for n in (1, 3, 4)]


def test_a_giant_mail_is_not_fetched_whole(sender: imaplib.IMAP4_SSL, mailbox: dict[str, Any], fetch_desk: FetchDesk) -> None:
    sender.append("Leads", "", None, mail(1) + b"x" * 1_200_000)
    sender.append("Leads", "", None, mail(2))
    outcome = fetch_desk.fetch()["mailbox"]
    assert outcome.fetched == 2 and outcome.bytes < 5_000
    assert "larger than 1 MB" in outcome.notes[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"folder": "Nowhere"}, "the folder is not there"), ({"secret_env": "WRONG"}, "the login is refused")],
)
def test_a_refusal_is_said(
    change: dict[str, str],
    said: str,
    sender: imaplib.IMAP4_SSL,
    mailbox: dict[str, Any],
    fetch_desk: FetchDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WRONG", "no-password")
    fetch_desk.recipe("mailbox", **{**mailbox, **change})
    assert fetch_desk.fetch()["mailbox"].failure == said


def test_a_server_without_a_certificate_to_trust_gets_no_password(
    mailbox: dict[str, Any], fetch_desk: FetchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificate" in fetch_desk.fetch()["mailbox"].failure


def test_openssh_gives_its_files(ssh_server: SshServer, fetch_desk: FetchDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_KEY", ssh_server.user_key)
    put(ssh_server.folder / "out" / "a.csv", leads(*(lead(f"L{n}") for n in range(40_000))))
    keys = {"kind": "sftp", "host": "127.0.0.1", "port": ssh_server.port, "user": ssh_server.user, "host_key": ssh_server.host_key}
    fetch_desk.recipe("vendor", **keys, key_env="SSH_KEY", path=str(ssh_server.folder / "out"), target="canonical/leads")
    outcome = fetch_desk.fetch()["vendor"]
    assert (outcome.failure, outcome.fetched) == ("", 1)
    assert outcome.bytes == (ssh_server.folder / "out" / "a.csv").stat().st_size > 3_000_000
    assert fetch_desk.fetch()["vendor"].known == 1
