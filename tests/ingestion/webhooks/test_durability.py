"""Nothing stored is lost and nothing doubled, whatever dies between two steps."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import IO

import httpx
import pytest

from ingestion import durable
from ingestion.arrivals import gather
from ingestion.home import Home
from ingestion.webhooks import drain as draining
from ingestion.webhooks.inbox import Segment, close_segments, folder, is_waiting
from ingestion.webhooks.records import Event, pack, unpack
from tests.ingestion.conftest import Desk
from tests.ingestion.webhooks.conftest import ADF, HOOKS, SECRETS, chat


def event(number: int, kind: str = "json") -> Event:
    body = ADF.format(number) if kind == "adf" else json.dumps({"event_id": f"E{number}"})
    return Event("adf" if kind == "adf" else "chat", kind, "application/json", "2026-03-30T14:00:00+00:00", body.encode())


def store(home: Home, *events: Event) -> Segment:
    folder(home).mkdir(parents=True, exist_ok=True)
    segment = Segment(folder(home))
    segment.append(b"".join(pack(e) for e in events))
    return segment


def ids(desk: Desk) -> list[str]:
    """Of all events and leads that a run sees."""
    desk.ingest()
    return sorted([*desk.visible("webhooks__events", "event_id"), *desk.visible("adf__leads", "email")])


def test_an_event_keeps_every_byte() -> None:
    odd = Event("chat", "json", "text/json", "2026-03-30T14:00:00+00:00", bytes(range(256)) + b"\n\r\n")
    assert list(unpack(pack(odd) + pack(odd))) == [odd, odd]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_tail_is_no_event_and_hides_none(cut: int) -> None:
    whole, torn = pack(event(1)), pack(event(2))
    assert list(unpack(whole + torn[:-cut])) == [event(1)]


def test_a_damaged_record_is_said_and_kept_and_hides_none(desk: Desk) -> None:
    store(desk.home, event(1), event(2), event(3)).close()
    (path,) = folder(desk.home).glob("*.open")
    path.write_bytes(path.read_bytes().replace(b"\n", b"!\n", 2).replace(b"!\n", b"\n", 1))
    assert "1 stored webhook events are damaged" in gather(desk.home)[0]
    assert ids(desk) == ["E1", "E3"]
    assert len(list((folder(desk.home) / "damaged").iterdir())) == 1
    assert gather(desk.home) == []


def test_a_drain_takes_a_growing_segment_and_the_server_goes_on_in_another(desk: Desk) -> None:
    segment = store(desk.home, event(1))
    gather(desk.home)
    segment.append(pack(event(2)))
    gather(desk.home)
    close_segments(desk.home)  # nothing to close
    segment.append(pack(event(3)))
    assert is_waiting(desk.home)
    gather(desk.home)
    assert ids(desk) == ["E1", "E2", "E3"]
    assert not is_waiting(desk.home)


class Killed(BaseException):
    """Stands for the end of the process: no handler of ours catches it."""


@pytest.mark.parametrize("at", ["close_segments", "write_whole:0", "write_whole:1", "replace:0", "replace:1", "forget"])
def test_a_drain_killed_at_any_step_is_made_good_by_the_next(at: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    store(desk.home, event(1), event(2, "adf"), event(3), event(4, "adf")).close()
    step, _, count = at.partition(":")
    calls = 0

    def dying(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls > int(count or 0):
            raise Killed
        return original(*arguments, **options)

    where = {"replace": (Path, "replace")}.get(step, (draining, step))
    original = getattr(*where)
    with monkeypatch.context() as patch:
        patch.setattr(where[0], step, dying)
        if step == "replace":  # between the file and its name: the process is gone, so its own clean-up does not happen either
            patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Killed):
            draining.drain(desk.home)
    desk.ingest()  # a run in between sees only whole files
    gather(desk.home)
    assert ids(desk) == ["E1", "E3", "dana2@example.com", "dana4@example.com"]
    gather(desk.home)
    assert not list(desk.home.landing.rglob(f"{durable.PARTIAL_PREFIX}*"))
    assert ids(desk) == ["E1", "E3", "dana2@example.com", "dana4@example.com"]


def start_server(home: Home) -> tuple[subprocess.Popen[str], str]:
    """A real `rooftop serve` on a free port: (process, address)."""
    command = [sys.executable, "-m", "orchestration.cli", "serve", "--home", str(home.root), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **SECRETS}, cwd=Path(__file__).parents[3])
    assert process.stderr is not None
    for line in process.stderr:
        if "Listening on" in line:
            threading.Thread(target=_read_on, args=(process.stderr,), daemon=True).start()
            return process, line.split("Listening on ")[1].split(" ")[0]
    raise AssertionError("the server did not start")


def _read_on(stream: IO[str]) -> None:
    for _ in stream:
        pass


def test_a_server_killed_under_load_loses_nothing_it_said_yes_to(desk: Desk) -> None:
    desk.home.config.mkdir(parents=True)
    (desk.home.config / "webhooks.yml").write_text(HOOKS, encoding="utf-8")
    numbers: queue.Queue[int] = queue.Queue()
    for number in range(600):
        numbers.put(number)
    stored: list[str] = []
    enough = threading.Event()
    process, address = start_server(desk.home)

    def post() -> None:
        with httpx.Client(base_url=address) as sender:
            while True:
                try:
                    number = numbers.get_nowait()
                    answer = sender.post("/hooks/chat", **chat(number))
                except (queue.Empty, httpx.HTTPError):
                    return
                if answer.status_code == 202:
                    stored.append(f"E{number}")
                if len(stored) > 150:
                    enough.set()

    senders = [threading.Thread(target=post) for _ in range(8)]
    for sender in senders:
        sender.start()
    enough.wait(60)
    gather(desk.home)  # a run in the midst of it
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    for sender in senders:
        sender.join(30)
    process, address = start_server(desk.home)
    assert httpx.post(f"{address}/hooks/chat", **chat(1_000)).status_code == 202
    process.terminate()
    process.wait(30)
    gather(desk.home)
    found = Counter(ids(desk))
    assert len(stored) > 150
    assert set(stored) | {"E1000"} <= set(found)
    assert set(found.values()) == {1}
