"""A simulated dealer group: one seeded world, a ledger of what really happened in it, and emitters that write it as files."""

from ingestion.sandbox.changes import write_changes
from ingestion.sandbox.demo import DEFAULT_AS_OF, DemoReport, read_demo, write_demo

__all__ = ["DEFAULT_AS_OF", "DemoReport", "read_demo", "write_changes", "write_demo"]
