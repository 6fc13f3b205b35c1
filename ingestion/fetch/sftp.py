"""SFTP, over paramiko. The server must show the host key that the recipe names: a password is never given to a stranger."""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ingestion.errors import SettingsError
from ingestion.fetch.recipe import Recipe
from ingestion.fetch.remote import CHUNK, MAX_DEPTH, RefusedError, Remote, RemoteFile

if TYPE_CHECKING:
    import paramiko

_REQUESTS_AHEAD = 64  # of 32 kB each: without a limit a file of 2 GB is in memory before its first byte is written


class SftpRemote:
    """A folder of an SFTP server. Links are not followed: a vendor's loop has no end."""

    def __init__(self, client: paramiko.SFTPClient, root: str, is_recursive: bool) -> None:
        self._client = client
        self._root = root
        self._depth = MAX_DEPTH if is_recursive else 1

    def files(self) -> Iterator[RemoteFile]:
        try:
            yield from self._below("", self._depth)
        except FileNotFoundError:
            raise RefusedError("the folder is not there") from None
        except PermissionError:
            raise RefusedError("the folder may not be read") from None

    def _below(self, folder: str, depth: int) -> Iterator[RemoteFile]:
        for entry in sorted(self._client.listdir_attr(posixpath.join(self._root, folder)), key=lambda e: e.filename):
            path = posixpath.join(folder, entry.filename)
            if stat.S_ISDIR(entry.st_mode or 0):
                if depth > 1:
                    yield from self._below(path, depth - 1)
            elif stat.S_ISREG(entry.st_mode or 0):
                yield _as_file(path, entry)

    def look(self, path: str) -> RemoteFile:
        return _as_file(path, self._client.stat(posixpath.join(self._root, path)))

    def chunks(self, file: RemoteFile) -> Iterator[bytes]:
        with self._client.open(posixpath.join(self._root, file.path), "rb") as stream:
            stream.prefetch(file.size, _REQUESTS_AHEAD)
            while chunk := stream.read(CHUNK):
                yield chunk


@contextmanager
def open_sftp(recipe: Recipe) -> Iterator[Remote]:
    """A connection for as long as the block lasts. RefusedError: host key or login; anything else may be tried again."""
    import paramiko

    password = recipe.secret(recipe.secret_env) if recipe.secret_env else None
    key = _private_key(recipe, None if not recipe.key_env else password) if recipe.key_env else None
    seconds = recipe.timeout_seconds
    sock = socket.create_connection((recipe.host, recipe.port or 22), timeout=seconds)
    transport = paramiko.Transport(sock)
    try:
        transport.banner_timeout = transport.auth_timeout = seconds
        transport.start_client(timeout=seconds)
        shown = fingerprint(transport.get_remote_server_key().asbytes())
        if shown != recipe.host_key.rstrip("="):
            raise RefusedError(f"the server shows the host key {shown}, not the recipe's; ask the vendor before you change host_key")
        try:
            if key is not None:
                transport.auth_publickey(recipe.user, key)
            else:
                transport.auth_password(recipe.user, password or "")
        except paramiko.AuthenticationException:
            raise RefusedError("the login is refused") from None
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        channel = client.get_channel()
        assert channel is not None
        channel.settimeout(seconds)
        yield SftpRemote(client, recipe.path or ".", recipe.recursive)
    finally:
        transport.close()


def fingerprint(key: bytes) -> str:
    """The host key as `ssh-keygen -lf` shows it: SHA256:…"""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def _private_key(recipe: Recipe, passphrase: str | None) -> paramiko.PKey:
    """The key whose text the environment holds; secret_env beside it is its passphrase."""
    import paramiko

    text = recipe.secret(recipe.key_env)
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text), password=passphrase)
        except (paramiko.SSHException, ValueError):
            continue
    raise SettingsError(f"config/fetch/{recipe.name}.yml: {recipe.key_env} holds no private key that can be read.")


def _as_file(path: str, entry: paramiko.SFTPAttributes) -> RemoteFile:
    modified_at = float(entry.st_mtime) if entry.st_mtime is not None else None
    return RemoteFile(path, int(entry.st_size or 0), modified_at, repr(modified_at))
