"""What can end an ingest early. Every message is one plain sentence for a person: what, why, what to do; never a value from the data."""

from __future__ import annotations


class RooftopError(Exception):
    """The message is fit to be shown as it is; `exit_code` is what a command ends with."""

    exit_code = 1


class UsageError(RooftopError):
    """The command was not understood; nothing was touched."""

    exit_code = 2


class SettingsError(RooftopError):
    """The environment or a file under <home>/config says something that cannot be followed."""


class HomeError(RooftopError):
    """The home cannot be used: it is no folder, or cannot be written."""


class LockedError(RooftopError):
    """Another process writes in this home."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h: try again later


class ConservationError(RooftopError):
    """Rows read are not rows loaded plus rows set aside: a defect of ours, and the run must not go on."""


class LedgerError(RooftopError):
    """The warehouse and the ledger file disagree in a way that replaying the kept contents cannot mend."""
