"""What a vendor writes freely is staged without contacts, so that one phone number in a note does not stop a publication."""

from __future__ import annotations

import re

import pytest

from ingestion.contract import entities
from ingestion.home import PROJECT_DIR

# Personal by name: used for identity, and in no published table (the audit looks).
PERSONAL = {"agent_name", "first_name", "last_name", "email", "phone", "postal_code", "recording_url", "dealer_codes", "currency"}
# Masked where it is published, for identity and pages need it as sent; campaign names are the advertiser's own text.
LATER = {
    *("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "landing_page", "page_url", "device", "intake_method"),
    *("outcome", "task_type", "status", "channel", "system", "campaign_name"),
}


@pytest.mark.parametrize("name", sorted(entities()))
def test_every_text_is_an_id_a_word_personal_or_masked(name: str) -> None:
    entity = entities()[name]
    staging = (PROJECT_DIR / f"dbt_project/models/staging/canonical/stg_canonical__{name}.sql").read_text(encoding="utf-8")
    canonical = (PROJECT_DIR / f"dbt_project/models/canonical/can_{name}.yml").read_text(encoding="utf-8")
    words = {*re.findall(r"name: (\w+)_raw", canonical), "source_code"}
    texts = {
        c for c, kind in entity.columns.items() if kind == "text" and c not in entity.key and not c.endswith(("_id", "vin", "_number"))
    }
    as_sent = {c for c in texts - words - PERSONAL - LATER if f"free_text('files.{c}')" not in staging}
    assert as_sent == set()
