"""The webhook inbox under steady load: 300 signed requests a second for 60 s, over loopback, then one drain.

Senders and server share the machine. Requests go out by the clock, not when the last answer came, so that a slow server shows as latency
and not as fewer requests. Limits: none lost, p99 under 100 ms.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ingestion.home import Home
from ingestion.webhooks.drain import drain

RATE = 300
SECONDS = 60
CONNECTIONS = 32
P99_LIMIT_MILLISECONDS = 100.0
_ROOT = Path(__file__).parents[2]
_KEY = "bench-key"


@dataclass(frozen=True)
class Measured:
    """sent, stored (answered 202), drained: events. Latencies: milliseconds since a request was due. cpu_seconds: the server's."""

    sent: int
    stored: int
    drained: int
    p50: float
    p99: float
    worst: float
    seconds: float
    cpu_seconds: float


def measure(rate: int = RATE, seconds: float = SECONDS) -> Measured:
    """Start a server on a home of its own, send, stop it, drain."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Home.at(Path(folder) / "home")
        home.prepare()
        (home.config / "webhooks.yml").write_text("callrail: {kind: callrail, secret_env: BENCH_KEY}\n", encoding="utf-8")
        command = [sys.executable, "-m", "orchestration.cli", "serve", "--home", str(home.root), "--port", "0"]
        with (Path(folder) / "log").open("w+") as log:
            process = subprocess.Popen(command, cwd=_ROOT, stderr=log, env={**os.environ, "BENCH_KEY": _KEY})
            try:
                address = _address(Path(folder) / "log", process)
                began = time.perf_counter()
                latencies, refused = asyncio.run(_send(address, rate, int(rate * seconds)))
                took = time.perf_counter() - began
            finally:
                process.terminate()
                process.wait(30)
        cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
        drained = drain(home).events["callrail"]
        lines = sum(p.read_bytes().count(b"\n") for p in (home.landing / "webhooks").rglob("*.jsonl"))
        if lines != drained:
            raise AssertionError(f"{drained} events drained, {lines} lines in landing")
    ordered = sorted(latencies)
    stored = len(ordered)
    at = lambda share: ordered[min(int(share * stored), stored - 1)] if stored else float("inf")  # noqa: E731
    return Measured(stored + refused, stored, drained, at(0.5), at(0.99), at(1.0), took, cpu.ru_utime + cpu.ru_stime)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if "Listening on " in (text := log.read_text(encoding="utf-8")):
            return text.split("Listening on ")[1].split(" ")[0]
        time.sleep(0.1)
    raise AssertionError("the server did not start")


async def _send(address: str, rate: int, count: int) -> tuple[list[float], int]:
    """(latency of each request that was answered 202, how many were not)."""
    place = urlsplit(address)
    pool: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        pool.put_nowait(await asyncio.open_connection(place.hostname, place.port))
    latencies: list[float] = []
    refused = 0
    began = time.perf_counter()

    async def one(number: int) -> None:
        nonlocal refused
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        reader, writer = await pool.get()
        writer.write(_request(number))
        status = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1]
        await reader.readexactly(len(b'{"status":"stored"}'))
        pool.put_nowait((reader, writer))
        if status == b"202":
            latencies.append(1_000 * (time.perf_counter() - due))
        else:
            refused += 1

    await asyncio.gather(*(one(number) for number in range(count)))
    while not pool.empty():
        pool.get_nowait()[1].close()
    return latencies, refused


def _request(number: int) -> bytes:
    """A post-call webhook of usual size, signed."""
    call = {
        "resource_id": f"CAL{number:012d}", "answered": True, "direction": "inbound", "duration": 184, "voicemail": False,
        "start_time": "2026-03-30T10:15:00.000-04:00", "customer_phone_number": "+15555550100", "tracking_phone_number": "+15555550199",
        "source_name": "Google Ads - VLA", "landing_page_url": "https://dealer.example.com/used/" + "x" * 400,
    }  # fmt: skip
    body = json.dumps(call).encode()
    signature = base64.b64encode(hmac.new(_KEY.encode(), body, hashlib.sha1).digest()).decode()
    head = (
        "POST /hooks/callrail HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def main() -> int:
    """Print what was measured; 0 if it is within the limits."""
    found = measure()
    lost = found.sent - found.drained
    print(
        f"webhook inbox: {found.sent:,} requests in {found.seconds:.1f} s ({found.sent / found.seconds:.0f}/s), {lost:,} lost, "
        f"p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms, worst {found.worst:.0f} ms (limits: 0 lost, p99 {P99_LIMIT_MILLISECONDS:g} ms); "
        f"server {100 * found.cpu_seconds / found.seconds:.0f} % of one core",
        flush=True,
    )
    return int(lost != 0 or found.p99 > P99_LIMIT_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
