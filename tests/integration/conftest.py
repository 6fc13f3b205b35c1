"""Servers of the operating system, each in a folder of its own on a free port of loopback. `make test-integration` installs them."""

from __future__ import annotations

import getpass
import grp
import ipaddress
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ingestion.fetch.conftest import FetchDesk

MAIL_PASSWORD = "mail-password"
_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {inside}
default_internal_group = {group}
default_login_user = {inside}
disable_plaintext_auth = yes
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""
_SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
PidFile none
Subsystem sftp internal-sftp
"""


@dataclass(frozen=True)
class MailServer:
    """Any user may log in with MAIL_PASSWORD over TLS. certificate: the file that a client must trust."""

    port: int
    certificate: Path


@dataclass(frozen=True)
class SshServer:
    folder: Path
    port: int
    user: str
    host_key: str
    user_key: str


@pytest.fixture(scope="session")
def mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    folder = tmp_path_factory.mktemp("dovecot")
    _open_to_all(folder)
    certificate = _self_signed(folder)
    # Dovecot refuses to keep mail as root; then its own account does.
    account = pwd.getpwnam("dovecot") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    os.chown(folder / "mail", account.pw_uid, account.pw_gid)
    port = _free_port()
    values = {"folder": folder, "port": port, "password": MAIL_PASSWORD, "uid": account.pw_uid, "gid": account.pw_gid}
    values |= {"inside": account.pw_name, "group": grp.getgrgid(account.pw_gid).gr_name}
    (folder / "dovecot.conf").write_text(_DOVECOT.format(**values), encoding="utf-8")
    with _running([_program("dovecot"), "-F", "-c", str(folder / "dovecot.conf")], port, folder / "dovecot.log"):
        yield MailServer(port, certificate)


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    import asyncssh

    from ingestion.fetch.sftp import fingerprint

    folder = tmp_path_factory.mktemp("sshd")
    host_key, user_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    host_key.write_private_key(str(folder / "host_key"))
    (folder / "host_key").chmod(0o600)
    user_key.write_public_key(str(folder / "authorized_keys"))
    port = _free_port()
    (folder / "sshd_config").write_text(_SSHD.format(folder=folder, port=port), encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd of root wants an empty folder to lock itself into
    with _running([_program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")], port, folder / "sshd.log"):
        key = user_key.export_private_key("openssh").decode()
        yield SshServer(folder, port, getpass.getuser(), fingerprint(host_key.public_data), key)


@pytest.fixture
def fetch_desk(tmp_path: Path) -> FetchDesk:
    return FetchDesk(tmp_path / "home")


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A server process from the moment it answers until the block ends."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"{command[0]} did not start: {log.read_text(errors='replace')[-600:]}") from None
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _program(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    assert found, f"{name} is missing: make test-integration installs it"
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _open_to_all(folder: Path) -> None:
    """Temporary folders are their owner's alone; the server's account must pass through."""
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.geteuid() and path != Path(path.anchor) and path.name.startswith(("pytest-", "dovecot")):
            path.chmod(path.stat().st_mode | 0o055)


def _self_signed(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.com")])
    begins = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begins).not_valid_after(begins + timedelta(days=9))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = builder.add_extension(address, False).add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    path = folder / "cert.pem"
    path.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    return path
