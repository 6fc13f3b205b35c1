"""The suites, in the order of the report: what came in, what it became, what readers would see."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from expectations.checks import Check
from expectations.suites import batch, canonical, contract, marts, privacy, reconciliation, star, volume
from expectations.warehouse import Warehouse

Suite = Callable[[Warehouse], list[Check]]

SUITES: Mapping[str, Suite] = {
    "The new batch": batch.checks,
    "Canonical records": canonical.checks,
    "Facts and dimensions": star.checks,
    "The marts' contract": contract.checks,
    "Values in the marts": marts.checks,
    "Numbers that must agree": reconciliation.checks,
    "No personal data": privacy.checks,
    "Compared with what is published now": volume.checks,
}
