"""Reports that a vendor makes on request: submit, ask until it is made, download, unpack. The file lands as it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ingestion.fetch.api_landing import put
from ingestion.fetch.api_line import BusyError
from ingestion.fetch.api_spec import Resource
from ingestion.fetch.api_state import State, digest_of
from ingestion.fetch.api_text import at_path, filled
from ingestion.fetch.api_windows import Window
from ingestion.fetch.remote import RefusedError

if TYPE_CHECKING:
    from ingestion.fetch.api import AccountPull

_LARGEST = 1 << 30  # bytes of a report, unpacked


def take_report(pull: AccountPull, resource: Resource, window: Window, values: Mapping[str, Any], state: State) -> None:
    """One report into landing, unless it is the same as the last one of today."""
    steps = resource.report
    assert steps is not None
    made = _post(pull, resource, steps["submit"], values)
    report_id = at_path(made, steps["submit"]["id"])
    if not report_id:
        raise RefusedError("the vendor took the report's order without giving it an id")
    url = _made(pull, resource, steps["poll"], {**values, "report_id": report_id})
    if not url:
        return  # made, and nothing in it
    content = _unpacked(pull.line.download(str(url), resource), steps.get("unzip", ""))
    digest = digest_of(f"{pull.today()}".encode() + content)  # once a day also unchanged: its days are a day older then
    if digest in state.known():
        pull.outcome.known += 1
        return
    put(pull, resource, [content], steps.get("unzip") or "csv")
    state.remember({digest})


def _made(pull: AccountPull, resource: Resource, poll: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    for _ in range(int(poll.get("times", 60))):
        answer = _post(pull, resource, poll, values)
        status = str(at_path(answer, poll["status"]))
        if status in poll["done"]:
            return at_path(answer, poll["url"])
        if status in poll["failed"]:
            raise RefusedError("the vendor could not make the report")
        pull.sleep(float(poll.get("wait_seconds", 5)))
    raise BusyError("the report is not made yet")


def _post(pull: AccountPull, resource: Resource, step: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    response = pull.line.client.post(
        filled(step["path"], values),
        json=filled(step["json"], values),
        headers=pull.line.headers(resource, values),
        hooks=pull.line.reader(resource),
    )
    return response.json()


def _unpacked(content: bytes, ending: str) -> bytes:
    """The one file of an archive with this ending; the content itself where none is expected."""
    if not ending:
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [i for i in archive.infolist() if i.filename.lower().endswith(f".{ending}")]
            if len(names) != 1 or names[0].file_size > _LARGEST:
                raise RefusedError("the report's archive does not hold one file of a sensible size")
            with archive.open(names[0]) as file:
                data = file.read(_LARGEST + 1)
    except zipfile.BadZipFile:
        raise RefusedError("the report's archive is damaged") from None
    if len(data) > _LARGEST:
        raise RefusedError("the report's archive does not hold one file of a sensible size")
    return data
