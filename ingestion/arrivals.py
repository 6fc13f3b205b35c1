"""Before files are read: webhook inbox and places of config/fetch give to landing what they have. A home without them pays nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingestion.home import Home


def gather(home: Home, only: Sequence[str] = (), progress: Callable[[str], None] = lambda _: None) -> list[str]:
    """Bring in what is there; gives sentences for a person. The caller holds the writer lock. An outage never raises.

    only: sources (first folders of landing) that the run takes in; empty: all.
    """
    notes: list[str] = []
    if (home.state / "inbox").is_dir():
        from ingestion.webhooks.drain import drain

        drained = drain(home)
        if drained.events:
            progress(f"webhook inbox: {sum(drained.events.values()):,} events")
        notes += drained.sentences()
    if (home.config / "fetch").is_dir():
        from ingestion.fetch.run import fetch, sentences

        notes += sentences(fetch(home, only=only, progress=progress))
    return notes


def to_ask(home: Home, only: Sequence[str] = ()) -> tuple[str, ...]:
    """Who may have something that is not in landing yet: `webhooks`, and names of config/fetch that are due. Asks nobody.

    only: sources; empty: all. The inbox holds what lands as `webhooks` and as `adf`. A place whose recipe cannot be read is everybody's.
    """
    names: list[str] = []
    if (home.state / "inbox").is_dir() and (not only or {"webhooks", "adf"} & set(only)):
        from ingestion.webhooks.inbox import is_waiting

        names += ["webhooks"] if is_waiting(home) else []
    if (home.config / "fetch").is_dir():
        from ingestion.fetch.run import due

        systems = {place["name"]: place["system"] for place in places(home)} if only else {}
        names += [name for name in due(home) if not only or systems[name] in (*only, "")]
    return tuple(names)


def places(home: Home) -> list[dict[str, str]]:
    """How the places of config/fetch answered last: name, system ("" where the recipe cannot be read), asked_at, answered_at (ISO 8601 in
    UTC, "" for never), failure ("" if none)."""
    if not (home.config / "fetch").is_dir():
        return []
    from ingestion.errors import SettingsError
    from ingestion.fetch.memory import Memory
    from ingestion.fetch.recipe import read_recipe, recipe_paths

    found = []
    for path in recipe_paths(home):
        try:
            system = read_recipe(path).target.split("/")[0]
        except SettingsError:
            system = ""
        m = Memory.load(home, path.stem)
        found.append({"name": path.stem, "system": system, "asked_at": m.asked_at, "answered_at": m.answered_at, "failure": m.failure})
    return found
