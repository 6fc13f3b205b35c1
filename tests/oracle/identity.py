"""Shoppers and opportunities (marts_contract rules 5 and 6; input_contract, Identity and normalisation)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from .entities import Known
from .reading import Row

Contact = tuple[str, str]


def email(text: str | None) -> str | None:
    """ "E-mail: trimmed, lower case, must look like one; nothing else is folded (no plus-tags, no dots)." """
    value = (text or "").strip().lower()
    return value if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value) else None


def phone(text: str | None) -> str | None:
    """ "Phone: digits; 10 digits → +1…; 11 starting with 1 → +…; with a leading + 8–15 digits as is; anything else … absent." """
    value = (text or "").strip()
    digits = re.sub(r"\D", "", value)
    if value.startswith("+"):
        return f"+{digits}" if 8 <= len(digits) <= 15 else None
    if len(digits) == 10:
        return f"+1{digits}"
    return f"+{digits}" if len(digits) == 11 and digits.startswith("1") else None


def is_sales_lead(lead: Row) -> bool:
    """ "Test, spam and non-sales (service, parts) leads belong to no opportunity and to no metric here." """
    outside = ("service", "parts")
    return not (lead["is_test"] or lead["is_spam"] or (lead["department"] or "sales") in outside or lead["lead_type"] in outside)


def lead_time(lead: Row) -> datetime:
    """ "A lead's time is the earlier of inquiry_at and crm_created_at." """
    return min(t for t in (lead["inquiry_at"], lead.get("crm_created_at")) if t)


@dataclass
class Opportunity:
    """One shopper's sales leads at one store within the gap."""

    store_id: str
    leads: list[Row]
    inquiry_at: datetime
    inquiry_date: date
    sales: list[Row] = field(default_factory=list)

    @property
    def first(self) -> Row:
        return self.leads[0]

    @property
    def lead_ids(self) -> set[str]:
        return {lead["lead_id"] for lead in self.leads}


class Shoppers:
    """Connected contacts, group by group. A shopper is named by the smallest member of its set."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.parent: dict[Any, Any] = {}
        people = [lead for lead in known.rows["leads"] if is_sales_lead(lead)] + known.rows["customers"] + known.rows["deals"]
        self.ignored = self._shared_contacts(known.rows["leads"] + known.rows["customers"] + known.rows["deals"])
        for person in people:
            contacts = self.contacts(person)
            for contact in contacts:
                self._join(contacts[0], contact)

    def contacts(self, row: Row) -> list[tuple[str, Contact]]:
        """The row's usable contacts, each with its group."""
        group = self.known.group(row["store_id"])
        values = [("email", email(row["email"])), ("phone", phone(row["phone"]))]
        return [(group, (kind, value)) for kind, value in values if value and (group, value) not in self.ignored]

    def _shared_contacts(self, people: list[Row]) -> set[tuple[str, str]]:
        """ "any e-mail or phone that stands beside more than 10 distinct names (first and last, without case, on leads, customers
        and deals) in the group" """
        names: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for person in people:
            group = self.known.group(person["store_id"])
            name = tuple((person[part] or "").strip().lower() for part in ("first_name", "last_name"))
            for value in (email(person["email"]), phone(person["phone"])):
                if value:
                    names.setdefault((group, value), set()).update([name] if any(name) else [])  # type: ignore[list-item]
        limit, listed = self.known.parameters.shared_contact_names, self.known.parameters.non_identifying
        return {key for key, found in names.items() if len(found) > limit or key[1] in listed}

    def _root(self, node: Any) -> Any:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            node = self.parent[node]
        return node

    def _join(self, a: Any, b: Any) -> None:
        low, high = sorted([self._root(a), self._root(b)])
        self.parent[high] = low

    def of(self, row: Row) -> Any:
        """The shopper of a lead, customer or deal by its contacts; None without a usable one."""
        contacts = self.contacts(row)
        return self._root(contacts[0]) if contacts else None

    def of_leads(self) -> dict[str, Any]:
        """The shopper of each sales lead.

        "A lead without usable e-mail and phone joins the shopper of a lead at the same store with the same session_id; otherwise
        it stands alone."
        """
        leads = sorted((lead for lead in self.known.rows["leads"] if is_sales_lead(lead)), key=lambda x: (lead_time(x), x["lead_id"]))
        shopper = {lead["lead_id"]: self.of(lead) for lead in leads}
        for lead in leads:
            if shopper[lead["lead_id"]] is None:
                here = [x for x in leads if x["store_id"] == lead["store_id"]]
                session = [x for x in here if lead["session_id"] and x["session_id"] == lead["session_id"]]
                named = [shopper[x["lead_id"]] for x in session if self.contacts(x)]
                alone = ("lead", session[0]["lead_id"] if session else lead["lead_id"])
                shopper[lead["lead_id"]] = named[0] if named else alone
        return shopper


def opportunities(known: Known, shoppers: Shoppers) -> list[Opportunity]:
    """ "Opportunity = one shopper's sales leads at one store, split where two successive inquiries are more than 30 × 24 hours
    apart." "opportunity_key is made from its first lead (earliest inquiry, then lead_id)." """
    shopper = shoppers.of_leads()
    gap = timedelta(hours=known.parameters.opportunity_gap_hours)
    found: list[Opportunity] = []
    chains: dict[Any, list[Row]] = {}
    for lead in sorted(known.rows["leads"], key=lambda x: (lead_time(x), x["lead_id"])):
        if lead["lead_id"] in shopper:
            chains.setdefault((lead["store_id"], shopper[lead["lead_id"]]), []).append(lead)
    for (store_id, _), leads in chains.items():
        run = [leads[0]]
        for before, lead in pairwise(leads):
            if lead_time(lead) - lead_time(before) > gap:
                found.append(_opportunity(known, store_id, run))
                run = []
            run.append(lead)
        found.append(_opportunity(known, store_id, run))
    return found


def _opportunity(known: Known, store_id: str, leads: list[Row]) -> Opportunity:
    inquiry_at = lead_time(leads[0])
    return Opportunity(store_id, leads, inquiry_at, known.local_date(inquiry_at, store_id))
