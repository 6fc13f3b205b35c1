"""Stock lists of any vendor, mapped by a profile and not by code. See docs/connectors/feeds.md."""

from ingestion.sources.feeds.source import FeedSource

SOURCE = FeedSource()
