"""Ask every place of config/fetch. One that is down, or whose recipe is wrong, costs its own files only, and is said."""

from __future__ import annotations

import errno
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ingestion import settings
from ingestion.errors import SettingsError, UsageError
from ingestion.fetch.files import Outcome
from ingestion.fetch.memory import Memory
from ingestion.fetch.recipe import FOLDER, Recipe, read_recipe, recipe_paths
from ingestion.home import Home

AT_ONCE = 4
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 10.0
SOLD_STATUS_MINUTES = 15.0  # what is sold is known within this time at every store, however slow a recipe would have its DMS


def due(home: Home) -> list[str]:
    """Names of the places that a run would ask now. Fast where there are none."""
    now = settings.now()
    names = []
    for path in recipe_paths(home):
        try:
            recipe = read_recipe(path)
            every_minutes = min(recipe.every_minutes, SOLD_STATUS_MINUTES) if _is_dms(recipe) else recipe.every_minutes
        except SettingsError:
            every_minutes = 0.0
        if Memory.load(home, path.stem).is_due(every_minutes, now):
            names.append(path.stem)
    return names


def _is_dms(recipe: Recipe) -> bool:
    """Whether what comes from there is a DMS's own files or answers."""
    from ingestion.sources.exports.spec import paths

    specification = paths().get(recipe.target.split("/")[0])
    return specification is not None and specification.parent.name == "dms"


def fetch(
    home: Home,
    names: Sequence[str] = (),
    only: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Outcome]:
    """Ask the places named; without names those that are due. The caller holds the writer lock.

    only: sources (first folders of the targets); empty: all. Raises UsageError for a name that is no recipe; an outage never raises.
    """
    paths = {path.stem: path for path in recipe_paths(home)}
    for name in names:
        if name not in paths:
            raise UsageError(f"There is no config/{FOLDER}/{name}.yml.{settings.near_match(name, tuple(paths))}")
    wanted = list(names) or due(home)
    if not wanted:
        return []
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch") as pool:
        asked = pool.map(lambda name: _ask(home, paths[name], only, progress, sleep), wanted)
        return [outcome for outcome in asked if outcome.is_asked]


def sentences(outcomes: Sequence[Outcome]) -> list[str]:
    """What a person should know of a fetch; nothing where all went well and nothing waits."""
    said = []
    for outcome in outcomes:
        said += outcome.notes
        if outcome.failure:
            said.append(f"{outcome.name} could not be fetched: {outcome.failure}. What it had sent before stays, and grows stale.")
    return said


def _ask(home: Home, path: Path, only: Sequence[str], progress: Callable[[str], None], sleep: Callable[[float], None]) -> Outcome:
    """One place, from recipe to memory; what goes wrong is in the outcome."""
    outcome = Outcome(path.stem)
    memory = Memory.load(home, path.stem)
    try:
        recipe = read_recipe(path)
        if only and recipe.target.split("/")[0] not in only:
            outcome.is_asked = False
            return outcome
        memory.asked_at = settings.now().isoformat()
        _fetch_from(recipe, home, memory, outcome, sleep)
        memory.failure = ""
        memory.answered_at = settings.now().isoformat()
    except Exception as e:  # whatever a vendor's server or a library comes up with: the other places go on
        memory.failure = outcome.failure = _reason(e)
    memory.save()
    if outcome.fetched or outcome.failure:
        progress(f"fetch {outcome.name}: {outcome.failure or f'{outcome.fetched:,} new, {outcome.bytes:,} bytes'}")
    return outcome


def _fetch_from(recipe: Recipe, home: Home, memory: Memory, outcome: Outcome, sleep: Callable[[float], None]) -> None:
    """Connect and copy; on what may pass, connect anew, and go on where it stopped."""
    if recipe.kind == "api":
        settings.quiet_libraries(home)
        from ingestion.fetch.api import pull

        pull(recipe, home, outcome, sleep)
        return
    import tenacity

    from ingestion.fetch.remote import RefusedError

    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(recipe.attempts),
        wait=tenacity.wait_exponential_jitter(initial=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS, jitter=FIRST_WAIT_SECONDS),
        retry=tenacity.retry_if_not_exception_type((RefusedError, SettingsError)),
        sleep=sleep,
        reraise=True,
    )
    retrying(_once, recipe, home, memory, outcome)


def _once(recipe: Recipe, home: Home, memory: Memory, outcome: Outcome) -> None:
    outcome.known, outcome.notes = 0, []
    if recipe.kind == "imap":
        from ingestion.fetch.mail import fetch_mail, open_mailbox

        with open_mailbox(recipe) as mailbox:
            fetch_mail(recipe, mailbox, home, memory, outcome)
        return
    from ingestion.fetch.files import fetch_tree
    from ingestion.fetch.remote import open_tree
    from ingestion.fetch.sftp import open_sftp

    with open_sftp(recipe) if recipe.kind == "sftp" else open_tree(recipe) as remote:
        fetch_tree(recipe, remote, home, memory, outcome, settings.now())


def _reason(error: Exception) -> str:
    """A cause in words. Texts of libraries may hold addresses and signatures, so only the name of what they raised is repeated."""
    from ingestion.fetch.remote import RefusedError

    if isinstance(error, RefusedError | SettingsError):
        return str(error).rstrip(".")
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the server's certificate is not to be trusted"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "nobody answers at this address"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "this machine's disk is full"
    return f"no connection, or it broke off ({type(error).__name__})"
