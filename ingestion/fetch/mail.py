"""A mailbox over IMAP: each message once, by UID, as an .eml file; or its attachments. Nothing on the server is changed or marked."""

from __future__ import annotations

import fnmatch
import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, Protocol

from ingestion.durable import remove_partials, write_whole
from ingestion.fetch.files import Outcome, local_name
from ingestion.fetch.memory import Memory
from ingestion.fetch.recipe import Recipe
from ingestion.fetch.remote import RefusedError
from ingestion.home import Home

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")
_SAVE_EVERY = 50


@dataclass(frozen=True)
class Message:
    """content: the bytes as they came. received_at: when the server got it, seconds since 1970."""

    content: bytes
    received_at: float | None


class Mailbox(Protocol):
    """One folder of a mailbox. Errors of the network are the library's; what no retry mends is a RefusedError."""

    def uid_validity(self) -> int:
        """A number that changes when UIDs begin anew."""

    def sizes_after(self, uid: int) -> list[tuple[int, int]]:
        """(UID, bytes) of the messages after a UID, ascending."""

    def message(self, uid: int, headers_only: bool = False) -> Message | None:
        """One message; None if it is gone."""


def fetch_mail(recipe: Recipe, mailbox: Mailbox, home: Home, memory: Memory, outcome: Outcome) -> None:
    """Every message after the cursor into landing/<target>, oldest first; the cursor moves when the file is safe."""
    target = home.landing / recipe.target
    remove_partials(target, recipe.name)
    validity = mailbox.uid_validity()
    known = memory.mail.get(recipe.folder, [validity, 0])
    last = known[1] if known[0] == validity else 0  # UIDs began anew: everything again; leads know themselves by their own ids
    for uid, size in mailbox.sizes_after(last):
        too_large = size > recipe.max_megabytes * 1_000_000
        message = mailbox.message(uid, headers_only=too_large)
        if message is not None:  # else somebody else deleted it between two questions
            for name, content in _parts(recipe, message, f"{validity}-{uid:010d}", too_large):
                outcome.bytes += write_whole(target / name, [content], message.received_at, recipe.name)
            outcome.fetched += 1
        if too_large:
            outcome.notes.append(
                f"Message {uid} of {recipe.name} is larger than {recipe.max_megabytes:g} MB: only its headers were fetched."
            )
        memory.mail[recipe.folder] = [validity, uid]
        if outcome.fetched % _SAVE_EVERY == 0:
            memory.save()


def _parts(recipe: Recipe, message: Message, stem: str, too_large: bool) -> Iterator[tuple[Path, bytes]]:
    """(name below the target, bytes). Headers alone go as a message without content, so that the quarantine shows that one was left out."""
    if recipe.take == "message":
        yield Path(f"{stem}{'-too-large' if too_large else ''}.eml"), message.content
        return
    for number, part in enumerate(message_from_bytes(message.content, policy=policy.compat32).walk()):
        name = part.get_filename()
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes) and any(fnmatch.fnmatch(str(name).lower(), p.lower()) for p in recipe.pattern):
            plain = str(name).replace("\\", "/").rsplit("/", 1)[-1]
            yield Path(f"{stem}-{number}-{local_name(recipe, plain)}".replace("/", "_")), content


class ImapMailbox:
    """A folder behind an imaplib client, which imap-tools has logged in."""

    def __init__(self, client: Any, folder: str, uid_validity: int) -> None:
        self._client = client
        self._folder = folder
        self._uid_validity = uid_validity

    def uid_validity(self) -> int:
        return self._uid_validity

    def sizes_after(self, uid: int) -> list[tuple[int, int]]:
        found = {}
        for answer in self._fetch(f"{uid + 1}:*", "(UID RFC822.SIZE)"):
            line = answer if isinstance(answer, bytes) else answer[0]
            number, size = _UID.search(line), _SIZE.search(line)
            if number and size and int(number.group(1)) > uid:  # `n:*` always includes the last message
                found[int(number.group(1))] = int(size.group(1))
        return sorted(found.items())

    def message(self, uid: int, headers_only: bool = False) -> Message | None:
        what = "BODY.PEEK[HEADER]" if headers_only else "BODY.PEEK[]"
        for answer in self._fetch(str(uid), f"(INTERNALDATE {what})"):
            if isinstance(answer, tuple):
                received = imaplib.Internaldate2tuple(answer[0])
                return Message(answer[1], time.mktime(received) if received else None)
        return None

    def _fetch(self, uids: str, what: str) -> list[Any]:
        status, answers = self._client.uid("fetch", uids, what)
        if status != "OK":
            raise imaplib.IMAP4.abort("the server did not answer the question")
        return [a for a in answers if a]


@contextmanager
def open_mailbox(recipe: Recipe) -> Iterator[Mailbox]:
    """A logged-in mailbox for as long as the block lasts; read-only."""
    from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

    password = recipe.secret(recipe.secret_env)
    box = _connect(recipe)
    try:
        try:
            box.login(recipe.user, password, initial_folder=None)
            box.folder.set(recipe.folder, readonly=True)
            validity = int(box.folder.status(recipe.folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        except MailboxLoginError:
            raise RefusedError("the login is refused") from None
        except MailboxFolderSelectError:
            raise RefusedError("the folder is not there") from None
        yield ImapMailbox(box.client, recipe.folder, validity)
    finally:
        with suppress(Exception):
            box.logout()


def _connect(recipe: Recipe) -> Any:
    """A connection whose certificate is checked: imaplib by itself would take any."""
    from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

    seconds = recipe.timeout_seconds
    if recipe.tls == "none":
        return MailBoxUnencrypted(recipe.host, recipe.port or 143, timeout=seconds)
    trusted = ssl.create_default_context()
    if recipe.tls == "starttls":
        return MailBoxStartTls(recipe.host, recipe.port or 143, timeout=seconds, ssl_context=trusted)
    return MailBox(recipe.host, recipe.port or 993, timeout=seconds, ssl_context=trusted)
