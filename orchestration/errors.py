"""What can end a command early, and the exit code it ends with. The errors are ingestion's; one more is ours: the audit's refusal."""

from __future__ import annotations

from ingestion.errors import LockedError, RooftopError, UsageError

__all__ = ["EXIT_ERROR", "EXIT_LOCKED", "EXIT_OK", "EXIT_REFUSED", "EXIT_USAGE", "BuildError", "LockedError", "RooftopError", "UsageError"]

EXIT_OK = 0
EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_REFUSED = 3
EXIT_LOCKED = 75  # EX_TEMPFAIL of sysexits.h: try again later


class BuildError(RooftopError):
    """dbt could not build a model: which, why, and where its SQL is."""
