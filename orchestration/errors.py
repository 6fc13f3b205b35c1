"""What can end a command early, and the exit code it ends with."""

from __future__ import annotations

EXIT_OK = 0
EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_REFUSED = 3
EXIT_LOCKED = 75  # EX_TEMPFAIL of sysexits.h: try again later


class RooftopError(Exception):
    """One plain sentence for the person at the keyboard: what, why, and what to do. Never a value from the data."""

    exit_code = EXIT_ERROR


class UsageError(RooftopError):
    """The command was not understood; nothing was touched."""

    exit_code = EXIT_USAGE
