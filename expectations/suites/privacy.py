"""No personal data in what is published: neither by a column's name nor by its content."""

from __future__ import annotations

from expectations.checks import CRITICAL, WARNING, Check, none_found
from expectations.warehouse import Warehouse

# The columns of the input contract that hold personal data. `agent_name` is one: people who work at a store are people.
PERSONAL_COLUMNS = (
    "first_name",
    "last_name",
    "full_name",
    "customer_name",
    "agent_name",
    "email",
    "phone",
    "caller_number",
    "postal_code",
    "street",
    "address",
    "ip_address",
)
EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
# E.164, or ten digits with separators as people write them. Ten digits in a row are as often an ad campaign's id.
PHONE = r"(^|[^0-9A-Za-z])(\+[1-9]\d{9,14}|(\+?1[-. ]?)?(\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4})($|[^0-9A-Za-z])"

# Numbers that a store shows to the public so that people call it, and an advertiser's text.
BUSINESS_COLUMNS = ("tracking_number", "campaign_name")

# A vendor's ids cannot be masked, for reports and other systems are joined by them. Some have the form of a phone number (the account ids
# of Google Ads, 123-456-7890), so only addresses are looked for, and one is a warning: refusing would leave the group without reports.
_ID_ENDINGS = ("_id", "_number", "segment_value", "file")


def checks(house: Warehouse) -> list[Check]:
    return [_no_personal_columns(), *_no_personal_content(house)]


def _no_personal_columns() -> Check:
    names = ", ".join(f"'{c}'" for c in PERSONAL_COLUMNS)
    return none_found(
        "published.no_personal_columns",
        "No published table has a column for names, e-mails, phones or addresses",
        "Everybody with access to the reports could read who the shoppers are.",
        CRITICAL,
        "select count(case when column_name in (" + names + ") then 1 end) as found, count(*) as of_rows from information_schema.columns "
        "where table_schema in ('dims', 'facts', 'marts', 'meta')",
        [],
    )


def _no_personal_content(house: Warehouse) -> list[Check]:
    made = []
    for table in house.published():
        texts = [
            c for c, kind in house.columns(table).items() if kind == "VARCHAR" and not c.endswith("_key") and c not in BUSINESS_COLUMNS
        ]
        ids = [c for c in texts if c.endswith(_ID_ENDINGS)]
        free = [c for c in texts if c not in ids]
        if free:
            tests = [f'(position(\'@\' in "{c}") > 0 and regexp_matches("{c}", ?)) or regexp_matches("{c}", ?)' for c in free]
            made.append(
                none_found(
                    f"{table.split('.')[1]}.no_contacts",
                    f"No text in {table} looks like an e-mail address or a phone number",
                    "Somebody's contact data would be open to everybody with access to the reports.",
                    CRITICAL,
                    f"select count(case when {' or '.join(tests)} then 1 end) as found, count(*) as of_rows from {table}",
                    [table],
                    parameters=[EMAIL, PHONE] * len(free),
                )
            )
        if ids:
            tests = [f'position(\'@\' in "{c}") > 0 and regexp_matches("{c}", ?)' for c in ids]
            made.append(
                none_found(
                    f"{table.split('.')[1]}.ids_are_no_addresses",
                    f"No id in {table} is an e-mail address",
                    "A system names people by their addresses, and every report that shows the id shows them. Have it send another id.",
                    WARNING,
                    f"select count(case when {' or '.join(tests)} then 1 end) as found, count(*) as of_rows from {table}",
                    [table],
                    parameters=[EMAIL] * len(ids),
                )
            )
    return made
