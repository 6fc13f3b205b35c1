"""The audit between build and publish: Great Expectations over the new batch and the marts, and a report that a reader understands.

Importing this package is cheap; Great Expectations (seven seconds) is imported by `preload` or by the first `audit`.
"""

from __future__ import annotations

from expectations.audit import audit
from expectations.engine import preload
from expectations.memory import make_room, remember
from expectations.outcome import AuditResult

__all__ = ["AuditResult", "audit", "make_room", "preload", "remember"]
