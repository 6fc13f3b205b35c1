"""Object stores and folders; and what a tree may do while it is read, with a tree that misbehaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingestion.errors import SettingsError, UsageError
from ingestion.fetch.files import Outcome, fetch_tree
from ingestion.fetch.memory import Memory
from ingestion.fetch.recipe import Recipe, read_recipe
from ingestion.fetch.remote import FsspecRemote, RemoteFile
from ingestion.settings import now
from tests.ingestion.conftest import lead, leads
from tests.ingestion.fetch.conftest import FetchDesk, put


def bucket(address: str, name: str) -> Any:
    import boto3

    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="AKIATEST", aws_secret_access_key="s3-secret", region_name="us-east-1"
    )
    client.create_bucket(Bucket=name)
    return client


def test_s3_brings_new_and_changed_objects_of_a_prefix(fetch_desk: FetchDesk, s3_place: str) -> None:
    client = bucket(s3_place, "dealer")
    client.put_object(Bucket="dealer", Key="out/leads/a.csv", Body=leads(lead("L1")).encode())
    client.put_object(Bucket="dealer", Key="out/leads/deeper/b.csv", Body=b"not meant")
    client.put_object(Bucket="dealer", Key="elsewhere/c.csv", Body=b"not meant")
    keys = {"kind": "s3", "bucket": "dealer", "path": "out/leads", "endpoint": s3_place, "region": "us-east-1"}
    keys |= {"key_env": "VENDOR_S3_KEY", "secret_env": "VENDOR_S3_SECRET", "target": "canonical/leads"}
    fetch_desk.recipe("lake", **keys)
    assert fetch_desk.fetch()["lake"].failure == ""
    assert list(fetch_desk.landed()) == ["canonical/leads/a.csv"]
    assert fetch_desk.fetch()["lake"].known == 1
    fetch_desk.ingest()
    client.put_object(Bucket="dealer", Key="out/leads/a.csv", Body=leads(lead("L2")).encode())
    assert fetch_desk.fetch()["lake"].fetched == 1
    fetch_desk.ingest()
    assert fetch_desk.visible("canonical__leads", "lead_id") == ["L1", "L2"]


def test_a_bucket_that_is_not_there_is_said(fetch_desk: FetchDesk, s3_place: str) -> None:
    keys = {"kind": "s3", "bucket": "no-such-bucket", "endpoint": s3_place, "region": "us-east-1", "target": "adf"}
    fetch_desk.recipe("lake", **keys, key_env="VENDOR_S3_KEY", secret_env="VENDOR_S3_SECRET")
    assert "not there" in fetch_desk.fetch()["lake"].failure


def test_a_folder_of_this_machine(fetch_desk: FetchDesk, tmp_path: Path) -> None:
    put(tmp_path / "share" / "a.xml", "<adf/>")
    fetch_desk.recipe("share", kind="local", path=str(tmp_path / "share"), target="adf/share", every_minutes=60)
    assert fetch_desk.fetch()["share"].fetched == 1
    assert fetch_desk.fetch() == {}, "asked again within the hour"
    assert fetch_desk.fetch("share")["share"].known == 1, "a name asks at once"
    with pytest.raises(UsageError, match="share"):
        fetch_desk.fetch("shar")


class Shifty:
    """A tree of one file that is not what its list says."""

    def __init__(self, given: bytes, listed: int, later: str = "1") -> None:
        self.given, self.listed, self.later = given, listed, later

    def files(self) -> Iterator[RemoteFile]:
        yield RemoteFile("a.csv", self.listed, 1.0, "1")

    def look(self, path: str) -> RemoteFile:
        return RemoteFile(path, self.listed, 1.0, self.later)

    def chunks(self, file: RemoteFile) -> Iterator[bytes]:
        yield self.given


@pytest.mark.parametrize("remote", [Shifty(b"abc", 5), Shifty(b"abcdef", 5), Shifty(b"abcde", 5, later="2")], ids=["less", "more", "other"])
def test_half_a_file_never_lands(remote: Shifty, fetch_desk: FetchDesk) -> None:
    recipe = Recipe("shifty", "local", "adf")
    memory, outcome = Memory.load(fetch_desk.home, "shifty"), Outcome("shifty")
    fetch_tree(recipe, remote, fetch_desk.home, memory, outcome, now())
    assert "changed while it was read" in outcome.notes[0]
    assert fetch_desk.landed() == {} and memory.fetched == {}
    remote.given, remote.later = b"abcde", "1"
    fetch_tree(recipe, remote, fetch_desk.home, memory, outcome, now())
    assert fetch_desk.landed() == {"adf/a.csv": "abcde"}


def test_what_a_killed_fetch_left_is_taken_away_and_fetched_again(fetch_desk: FetchDesk, tmp_path: Path) -> None:
    put(tmp_path / "share" / "a.xml", "<adf/>")
    fetch_desk.recipe("share", kind="local", path=str(tmp_path / "share"), target="adf")
    put(fetch_desk.home.landing / "adf" / ".arriving-share-1.part", "<ad")
    put(fetch_desk.home.landing / "adf" / ".arriving-other-1.part", "<ad")
    fetch_desk.fetch()
    assert fetch_desk.landed() == {"adf/a.xml": "<adf/>", "adf/.arriving-other-1.part": "<ad"}


def test_any_file_system_that_fsspec_speaks(fetch_desk: FetchDesk) -> None:
    """GCS and Azure have no server here; their way is this one, with a file system of memory in their place."""
    import fsspec

    memory_fs = fsspec.filesystem("memory", skip_instance_cache=True)
    memory_fs.pipe("/container/out/a.csv", leads(lead("L1")).encode())
    recipe = Recipe("lake", "azure", "canonical/leads", path="out", bucket="container")
    outcome = Outcome("lake")
    with FsspecRemote(memory_fs, "/container/out", "/container", False) as remote:
        fetch_tree(recipe, remote, fetch_desk.home, Memory.load(fetch_desk.home, "lake"), outcome, now())
    assert outcome.fetched == 1
    assert fetch_desk.ingest().rows_loaded == 1


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "ftp"}, "kind must be one of"),
        ({"kind": "local", "path": "share", "target": "adf"}, "path must be absolute"),
        ({"kind": "local", "path": "/x", "target": "../up"}, "target must be a folder"),
        ({"kind": "local", "path": "/x", "target": "adf", "patern": "*"}, "Did you mean 'pattern'"),
        ({"kind": "sftp", "host": "h", "user": "u", "host_key": "k", "target": "adf", "password": "p"}, "a secret does not belong"),
        ({"kind": "sftp", "host": "u:p@h", "user": "u", "host_key": "k", "target": "adf", "secret_env": "S"}, "inside an address"),
        ({"kind": "sftp", "host": "h", "user": "u", "host_key": "k", "target": "adf"}, "secret_env (password) or key_env"),
        ({"kind": "imap", "host": "mail.example.com", "user": "u", "secret_env": "S", "tls": "none"}, "in the clear"),
        ({"kind": "local", "path": "/x", "target": "adf", "every_minutes": -1}, "every_minutes must be a number"),
    ],
)
def test_a_wrong_recipe_is_said_with_its_key(keys: dict[str, Any], said: str, fetch_desk: FetchDesk) -> None:
    fetch_desk.recipe("wrong", **keys)
    with pytest.raises(SettingsError) as found:
        read_recipe(fetch_desk.home.config / "fetch" / "wrong.yml")
    assert said in str(found.value) and "fetch/wrong.yml" in str(found.value)
