"""ADF/XML, the lead format of the trade: lenient, safe, never loses a lead. See docs/connectors/adf.md."""

from ingestion.sources.adf.source import AdfSource

SOURCE = AdfSource()
