"""What ingestion loaded: no row is lost, none is counted twice, and how much was set aside."""

from __future__ import annotations

from expectations import thresholds
from expectations.checks import CRITICAL, WARNING, Check, at_most, no_rows, none_found, unique
from expectations.warehouse import Warehouse

LEDGER = "raw.load_ledger"
FINDINGS = "raw.quarantine_findings"


def checks(house: Warehouse) -> list[Check]:
    return [*_conservation(house), *_set_aside(house)]


def _conservation(house: Warehouse) -> list[Check]:
    return [
        no_rows(
            "load_ledger.rows_are_conserved",
            "Each row that was read from a file was loaded or set aside",
            "Rows have gone missing on the way in: leads, cars or deals would be absent from every number, without a trace.",
            CRITICAL,
            LEDGER,
            "rows_read is distinct from rows_loaded + rows_set_aside and not (rows_read is null and coalesce(rows_loaded, 0) = 0)",
        ),
        none_found(
            "load_ledger.raw_holds_what_it_says",
            "The warehouse holds as many rows of each file as the ledger says were loaded",
            "A file was loaded in part or twice: counts and sums would be too low or too high.",
            CRITICAL,
            _rows_in_raw(house),
            [LEDGER],
        ),
        unique(
            "load_ledger.one_row_per_batch",
            "The ledger knows each batch once",
            "A file counted twice doubles every event in it.",
            CRITICAL,
            LEDGER,
            ["batch_id"],
        ),
        unique(
            "load_ledger.one_arrival_per_batch",
            "No two batches arrived at the same place in the order",
            "Which of two versions of a record wins would be chance.",
            CRITICAL,
            LEDGER,
            ["arrival"],
        ),
    ]


def _rows_in_raw(house: Warehouse) -> str:
    """Batches whose rows in raw, over all its tables (a vendor's file may fill several), are not as many as the ledger says."""
    parts = [
        f"select _batch_id as batch_id, _dlt_load_id as dlt_load_id, count(*) as rows_there from {table} group by _batch_id, _dlt_load_id"
        for table, columns in house.tables.items()
        if table.startswith("raw.") and "__" in table and {"_batch_id", "_dlt_load_id"} <= columns.keys()
    ]
    if not parts:
        return "select 0 as found, 0 as of_rows"
    return f"""
        with parts as ({" union all ".join(parts)}),
        there as (select batch_id, dlt_load_id, sum(rows_there) as rows_there from parts group by batch_id, dlt_load_id)
        select count(case when coalesce(there.rows_there, 0) <> promised.rows_loaded then 1 end) as found, count(*) as of_rows
        from {LEDGER} as promised left join there using (batch_id, dlt_load_id)
        where promised.status = 'loaded'
    """


def _set_aside(house: Warehouse) -> list[Check]:
    run = [house.run_id]
    return [
        at_most(
            "load_ledger.few_rows_set_aside",
            "Few of the rows of this run were set aside",
            "Much of a file could not be used; what the marts say about these days is incomplete. See meta.quarantine.",
            WARNING,
            f"select sum(rows_set_aside) / nullif(sum(rows_read), 0) as share, coalesce(sum(rows_set_aside), 0) as rows_set_aside, "
            f"coalesce(sum(rows_read), 0) as rows_read from {LEDGER} where run_id = ?",
            thresholds.SET_ASIDE_SHARE.value,
            thresholds.SET_ASIDE_SHARE.because,
            [LEDGER],
            parameters=run,
        ),
        none_found(
            "load_ledger.no_file_set_aside",
            "No whole file of this run was set aside",
            "A file could not be read at all: its store and days are missing until it is sent again. See meta.quarantine.",
            WARNING,
            f"select count(case when status = 'set_aside' then 1 end) as found, count(*) as of_rows from {LEDGER} where run_id = ?",
            [LEDGER],
            parameters=run,
        ),
        at_most(
            "quarantine.few_rows_of_unknown_stores",
            "Few loaded rows name a store that nobody knows",
            "Their leads, cars and deals stand under the store `unknown`, and are missing from their own store's numbers.",
            WARNING,
            "select (select count(*) from meta.quarantine where reason_code = 'unknown_store') "
            f"/ nullif((select sum(rows_loaded) from {LEDGER}), 0) as share, "
            "(select count(*) from meta.quarantine where reason_code = 'unknown_store') as rows_of_unknown_stores",
            thresholds.UNKNOWN_STORE_SHARE.value,
            thresholds.UNKNOWN_STORE_SHARE.because,
            ["meta.quarantine.reason_code", LEDGER],
        ),
        no_rows(
            "quarantine.no_list_held_back",
            "No stock list of this run is held back as implausibly short",
            "That store's stock is told from its last believed list, and is not what stands on the lot today.",
            WARNING,
            "meta.quarantine",
            "reason_code = 'held_back_snapshot'",
            where="run_id = ?",
            parameters=run,
        ),
        none_found(
            "quarantine.every_finding_is_published",
            "Every finding of ingestion is in the published quarantine list",
            "A reader who looks for a missing row would not find out why it is missing.",
            CRITICAL,
            f"select abs((select count(*) from {FINDINGS}) - (select count(*) from meta.quarantine "
            "where reason_code not in ('unknown_store', 'held_back_snapshot'))) as findings_that_differ",
            [FINDINGS, "meta.quarantine"],
        ),
    ]
