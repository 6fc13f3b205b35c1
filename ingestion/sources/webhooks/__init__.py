"""Events of the webhook inbox, as drained to landing/webhooks/<hook>/<day>/*.jsonl. See docs/connectors/webhooks.md."""

from ingestion.sources.webhooks.source import WebhookSource

SOURCE = WebhookSource()
