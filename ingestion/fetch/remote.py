"""What a remote place promises, and the one for everything that fsspec speaks: S3, GCS, Azure, a local or mounted folder."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol

from ingestion.errors import SettingsError
from ingestion.fetch.recipe import Recipe

CHUNK = 1 << 20
MAX_DEPTH = 8


class RefusedError(Exception):
    """The place said no, and will say it again: a retry is of no use. The message names no secret."""


@dataclass(frozen=True)
class RemoteFile:
    """path: below the recipe's `path`, with `/`. modified_at: seconds since 1970, or None. tag: changes with the content."""

    path: str
    size: int
    modified_at: float | None
    tag: str


class Remote(Protocol):
    """An open place. Errors of the network are whatever the library raises; what no retry mends is a RefusedError."""

    def files(self) -> Iterator[RemoteFile]:
        """What is there now."""

    def look(self, path: str) -> RemoteFile:
        """One file as it is now."""

    def chunks(self, file: RemoteFile) -> Iterator[bytes]:
        """Its bytes."""


Opener = Callable[[Recipe], AbstractContextManager[Remote]]


class FsspecRemote:
    """A tree behind fsspec. `root`: bucket and prefix, or a folder. `place`: what must be there (a prefix without objects is not)."""

    def __init__(self, filesystem: Any, root: str, place: str, is_recursive: bool) -> None:
        self._fs = filesystem
        self._place = place
        self._root = root.rstrip("/")
        self._depth = MAX_DEPTH if is_recursive else 1

    def __enter__(self) -> FsspecRemote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._fs.clear_instance_cache()

    def files(self) -> Iterator[RemoteFile]:
        self._fs.invalidate_cache()
        try:
            found = self._fs.find(self._root, maxdepth=self._depth, detail=True)
        except (FileNotFoundError, PermissionError) as e:
            raise RefusedError(_why(e)) from None
        if not found and not self._fs.exists(self._place):
            raise RefusedError("the place is not there")
        for path, info in sorted(found.items()):
            if info.get("type") == "file" and path.startswith(self._root + "/"):
                yield _as_file(path[len(self._root) + 1 :], info)

    def look(self, path: str) -> RemoteFile:
        self._fs.invalidate_cache()
        return _as_file(path, self._fs.info(f"{self._root}/{path}"))

    def chunks(self, file: RemoteFile) -> Iterator[bytes]:
        with self._fs.open(f"{self._root}/{file.path}", "rb", cache_type="readahead", block_size=4 * CHUNK) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


def _as_file(path: str, info: dict[str, Any]) -> RemoteFile:
    stamp = next((info[k] for k in ("mtime", "LastModified", "last_modified", "updated", "created") if info.get(k) is not None), None)
    if isinstance(stamp, str):
        stamp = datetime.fromisoformat(stamp)
    modified_at = stamp.timestamp() if isinstance(stamp, datetime) else float(stamp) if stamp is not None else None
    tag = next((str(info[k]) for k in ("ETag", "etag", "md5Hash") if info.get(k)), "")
    return RemoteFile(path, int(info["size"]), modified_at, tag or repr(modified_at))


def open_tree(recipe: Recipe) -> AbstractContextManager[Remote]:
    """The place of a recipe of kind s3, gcs, azure or local. Raises SettingsError where a package or a variable is missing."""
    import fsspec

    protocol, options, package = _OPTIONS[recipe.kind](recipe)
    try:
        filesystem = fsspec.filesystem(protocol, skip_instance_cache=True, use_listings_cache=False, **options)
    except ImportError:
        raise SettingsError(f"config/fetch/{recipe.name}.yml: kind {recipe.kind} needs the package {package}.") from None
    root = recipe.path if recipe.kind == "local" else posixpath.join(recipe.bucket, recipe.path.strip("/"))
    return FsspecRemote(filesystem, root, recipe.bucket or root, recipe.recursive)


def _local(recipe: Recipe) -> tuple[str, dict[str, Any], str]:
    return "file", {}, "fsspec"


def _s3(recipe: Recipe) -> tuple[str, dict[str, Any], str]:
    """Without key_env the machine's own role and configuration count, as everywhere with S3."""
    options: dict[str, Any] = {
        "config_kwargs": {
            "connect_timeout": recipe.timeout_seconds,
            "read_timeout": recipe.timeout_seconds,
            "retries": {"max_attempts": 0},
        },
        "client_kwargs": {k: v for k, v in (("endpoint_url", recipe.endpoint), ("region_name", recipe.region)) if v},
    }
    if recipe.key_env:
        options |= {"key": recipe.secret(recipe.key_env), "secret": recipe.secret(recipe.secret_env)}
    return "s3", options, "s3fs"


def _gcs(recipe: Recipe) -> tuple[str, dict[str, Any], str]:
    import json

    options: dict[str, Any] = {"endpoint_url": recipe.endpoint} if recipe.endpoint else {}
    if recipe.secret_env:
        try:
            options["token"] = json.loads(recipe.secret(recipe.secret_env))
        except ValueError:
            raise SettingsError(f"config/fetch/{recipe.name}.yml: {recipe.secret_env} must hold a service account's JSON.") from None
    return "gcs", options, "gcsfs"


def _azure(recipe: Recipe) -> tuple[str, dict[str, Any], str]:
    options: dict[str, Any] = {"account_name": recipe.account}
    if recipe.secret_env:
        options["account_key"] = recipe.secret(recipe.secret_env)
    return "abfs", options, "adlfs"


_OPTIONS: dict[str, Callable[[Recipe], tuple[str, dict[str, Any], str]]] = {"local": _local, "s3": _s3, "gcs": _gcs, "azure": _azure}


def _why(error: Exception) -> str:
    return "the place is not there" if isinstance(error, FileNotFoundError) else "access is refused"
