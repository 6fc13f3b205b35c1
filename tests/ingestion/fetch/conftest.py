"""Real servers on loopback, started once: SFTP (asyncssh) and S3 (moto). Each test has a folder or a bucket of its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingestion.fetch.run import fetch
from ingestion.fetch.sftp import fingerprint
from tests.ingestion.conftest import Desk

OLD = 1_770_000_000  # 2026-02-02: long since left alone
PASSWORD = "correct horse"


@dataclass(frozen=True)
class SftpPlace:
    """A running SFTP server whose root is `folder`."""

    folder: Path
    port: int
    host_key: str
    user_key: str


@pytest.fixture(scope="session")
def sftp_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpPlace]:
    import asyncssh

    folder = tmp_path_factory.mktemp("sftp")
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    user_key = asyncssh.generate_private_key("ssh-ed25519")

    class Server(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("rooftop", PASSWORD)

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: Any) -> bool:
            return key.public_data == user_key.public_data

    def factory(channel: Any) -> Any:
        return asyncssh.SFTPServer(channel, chroot=os.fsencode(folder))

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> Any:
        return await asyncssh.create_server(Server, "127.0.0.1", 0, server_host_keys=[host_key], sftp_factory=factory)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    port = server.sockets[0].getsockname()[1]
    text = user_key.export_private_key("openssh").decode()
    yield SftpPlace(folder, port, fingerprint(host_key.public_data), text)

    async def stop() -> None:
        server.close()
        await server.wait_closed()

    asyncio.run_coroutine_threadsafe(stop(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(scope="session")
def s3_place() -> Iterator[str]:
    """The address of a running S3 server."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


class FetchDesk(Desk):
    """A home with recipes. `slept`: the waits that retries asked for; nobody waits."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.slept: list[float] = []

    def recipe(self, name: str, **keys: Any) -> None:
        import yaml

        path = self.home.config / "fetch" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(keys), encoding="utf-8")

    def fetch(self, *names: str) -> dict[str, Any]:
        return {outcome.name: outcome for outcome in fetch(self.home, names, sleep=self.slept.append)}

    def landed(self) -> dict[str, str]:
        """Path below landing -> content, of everything there, hidden files too."""
        landing = self.home.landing
        files = (p for p in landing.rglob("*") if p.is_file())
        return {p.relative_to(landing).as_posix(): p.read_text(encoding="utf-8") for p in files}


def put(path: Path, text: str, modified_at: float = OLD) -> Path:
    """A file as the vendor leaves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (modified_at, modified_at))
    return path


@pytest.fixture
def fetch_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FetchDesk]:
    monkeypatch.setenv("VENDOR_SFTP_PASSWORD", PASSWORD)
    monkeypatch.setenv("VENDOR_S3_KEY", "AKIATEST")
    monkeypatch.setenv("VENDOR_S3_SECRET", "s3-secret")
    yield FetchDesk(tmp_path / "home")
