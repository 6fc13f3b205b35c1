"""Any error as one plain sentence and an exit code. Never a value of the data: messages of libraries may quote it."""

from __future__ import annotations

import errno

from orchestration.errors import EXIT_ERROR, EXIT_LOCKED, RooftopError

_ADVICE = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space and run again",
    errno.EROFS: "choose a home on a disk that can be written (--home)",
    errno.EACCES: "give yourself the right to it, or choose another home (--home)",
    errno.EPERM: "give yourself the right to it, or choose another home (--home)",
    errno.EMFILE: "raise the limit of open files (ulimit -n) and run again",
}


def explain(error: BaseException) -> tuple[str, int]:
    """(sentence, exit code)."""
    if isinstance(error, RooftopError):
        return str(error), error.exit_code
    if isinstance(error, OSError) and error.errno:
        where = f"{error.filename}: " if error.filename else ""
        advice = _ADVICE.get(error.errno, "run again with --debug for the details")
        return f"{where}{error.strerror}; {advice}.", EXIT_ERROR
    if type(error).__module__.split(".")[0] in ("duckdb", "_duckdb"):
        return _explain_duckdb(error)
    return f"Stopped by a defect of ours ({type(error).__name__}); run again with --debug and report the traceback.", EXIT_ERROR


def _explain_duckdb(error: BaseException) -> tuple[str, int]:
    from orchestration.dbt_runner import mask_values

    text = str(error)
    if "Could not set lock on file" in text or "Conflicting lock" in text:
        return "The working file is open in another process; close it (a duckdb or dbt session?) and run again.", EXIT_LOCKED
    if "FATAL" in text:
        return f"DuckDB stopped: {mask_values(text)} Run again; if it stays, `rooftop rebuild` makes the working file anew.", EXIT_ERROR
    return f"DuckDB could not go on: {mask_values(text)}", EXIT_ERROR
