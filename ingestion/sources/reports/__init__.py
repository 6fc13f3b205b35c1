"""Reports of any CRM, DMS, recon or call tool, mapped to any entity by a profile and not by code. See docs/connectors/reports.md."""

from ingestion.sources.reports.source import ReportSource

SOURCE = ReportSource()
