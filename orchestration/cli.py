"""The `rooftop` command. Parses, takes the writer lock, calls the stages, says what happened. Imports nothing heavy until it must."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orchestration.errors import EXIT_ERROR, EXIT_OK, EXIT_REFUSED, RooftopError

if TYPE_CHECKING:
    from orchestration.commands import Commands

_EPILOG = """\
exit codes: 0 published, or nothing new; 1 error; 2 usage; 3 the audit refused to publish; 75 another run holds the lock
A time without an offset is UTC; a date alone is refused. Progress goes to stderr, the summary (or --json) to stdout."""


def main(argv: Sequence[str] | None = None, commands: Commands | None = None) -> int:
    """Entry point of the console script. Returns the exit code. `commands` is for tests: the same commands over stand-ins."""
    options = parser().parse_args(argv)  # exits with 2 on what it does not understand
    began = time.monotonic()
    try:
        if commands is None:
            from orchestration.commands import Commands
            from orchestration.wiring import Wiring

            commands = Commands(Wiring())
        summary = getattr(commands, options.command.replace("-", "_"))(options, began)
    except KeyboardInterrupt:
        return _fail(options, "Stopped. What is published stays as it was; the next run goes on from here.", 130)
    except BrokenPipeError:
        return EXIT_ERROR
    except Exception as error:
        if options.debug:
            raise
        from orchestration.sentences import explain

        return _fail(options, *explain(error))
    return _show(options, summary)


def parser() -> argparse.ArgumentParser:
    """The command line. `--home`, `--json` and `--debug` may stand before or after the command."""
    shared = _shared(argparse.SUPPRESS)
    top = argparse.ArgumentParser(
        prog="rooftop",
        description="The open analytics warehouse for car dealers: raw vendor data in, audited marts out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_shared(None)],
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[shared])

    run = command("run", "ingest, build, audit, publish: the whole way, in one process")
    _clock(run)
    _waiting(run)
    run.add_argument("--only", nargs="+", default=[], metavar="SOURCE", help="ingest these sources only (canonical, feeds, adf …)")
    run.add_argument("--full-refresh", action="store_true", help="build every table anew instead of adding what is new")

    demo = command("demo", "make a made-up dealer group in the home and run it")
    _clock(demo)
    _waiting(demo)
    demo.add_argument(
        "--size",
        choices=("small", "medium", "large"),
        default="small",
        help="small: 3 stores, 120 days (default); medium: 5, two years; large: 10, three years",
    )
    demo.add_argument("--seed", type=int, default=7, help="another number is another group (default 7)")
    demo.add_argument(
        "--systems",
        choices=("canonical", "dealervault-elead", "tekion-vinsolutions"),
        default="canonical",
        help="in whose formats the group's files are: the canonical drop (default), or those of its DMS, CRM, ad, call and web vendors",
    )

    ingest = command("ingest", "load what is new in landing/, and nothing else")
    _clock(ingest)
    _waiting(ingest)
    ingest.add_argument("--only", nargs="+", default=[], metavar="SOURCE", help="these sources only")

    build = command("build", "build the models on what the last ingest left")
    _waiting(build)
    build.add_argument("--full-refresh", action="store_true", help="build every table anew")

    for name, text in (("audit", "check the last build and write its report"), ("publish", "publish the last audited build")):
        _waiting(command(name, text))

    rebuild = command("rebuild", "throw the working file away, make it again from what was loaded, publish")
    _clock(rebuild)
    _waiting(rebuild)

    serve = command("serve", "the webhook inbox: stores what senders post, for the next run to take in")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: behind a proxy that speaks TLS)")
    serve.add_argument("--port", type=int, default=8470, help="port (default 8470; 0: any free one)")

    canary = command("canary", "put a test lead in at the front, or see when the earlier ones were published")
    canary.add_argument("--check", action="store_true", help="say how long each took; exit code 1 if one is late")
    canary.add_argument("--store", metavar="STORE_ID", help="the store that it is for (default: the first)")
    canary.add_argument("--url", metavar="URL", help="a running `rooftop serve`: a second lead is posted there")
    canary.add_argument("--hook", default="adf", help="its hook for ADF (default adf)")
    canary.add_argument("--late-minutes", type=float, default=30.0, help="with --check: after how long one is late (default 30)")

    command("status", "what is fresh, what was set aside, what was published; never waits")
    command("prepare-ui", "lineage of the models and an instance for Dagster's UI (make ui calls it)")
    return top


def _shared(default: Any) -> argparse.ArgumentParser:
    """Options that every command has. The inner copy has no defaults, so that it does not undo what stood before the command."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", default=default, metavar="DIR", help="the dealer group's folder (default: $ROOFTOP_HOME, else ./home)")
    off = False if default is None else default
    shared.add_argument("--json", action="store_true", default=off, help="print one JSON object")
    shared.add_argument("--debug", action="store_true", default=off, help="show the traceback of an error")
    return shared


def _clock(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", metavar="ISO", help="the run's clock, e.g. 2026-03-31T18:00:00-04:00 (default: now)")


def _waiting(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--wait", type=float, metavar="SECONDS", help="wait this long for another run to end (default: the setting lock_wait_seconds, 0)"
    )


def _show(options: argparse.Namespace, summary: tuple[dict[str, Any], str]) -> int:
    data, text = summary
    try:
        print(json.dumps(data, default=str) if options.json else text, flush=True)
    except BrokenPipeError:  # `rooftop status | head`
        sys.stderr.close()
    return {"refused": EXIT_REFUSED, "late": EXIT_ERROR}.get(str(data.get("outcome")), EXIT_OK)


def _fail(options: argparse.Namespace, message: str, code: int) -> int:
    if options.json:
        print(json.dumps({"outcome": "error", "exit_code": code, "message": message}), flush=True)
    print(f"rooftop: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())


__all__ = ["RooftopError", "main", "parser"]
