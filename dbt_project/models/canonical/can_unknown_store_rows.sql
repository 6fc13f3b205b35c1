{#-
    Every row that was loaded counts, not only the version that won: each is a line of a file that somebody has to correct.
    Store codes are looked up as in the canonical models. A row that gives no store at all is none of these: where the contract requires
    one, ingestion has set it aside.
-#}
{%- set entities = [
    'store_hours', 'store_closures', 'agents', 'customers', 'inventory_units', 'inventory_snapshots', 'leads', 'appointments',
    'showroom_visits', 'quotes', 'deals', 'recon_stage_visits', 'appraisals', 'listings', 'web_events', 'calls', 'ad_performance',
    'messages', 'digital_retailing_flows', 'inbound_units', 'targets',
] -%}
with
named as (
    {%- for entity in entities %}
    select
        batch_id,
        line_number,
        row_number,
        store_id
    from (
        {{ staged_rows(entity, ['batch_id', 'line_number', 'row_number', 'store_id', 'source_system']) }}
    ) as rows_of_entity
    where store_id is not null and source_system <> 'adf'
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- One line of a vendor's may be a deal, its buyer and its salesperson: it is said once.
unknown_in_drops as (
    select
        named.batch_id,
        named.line_number,
        named.row_number
    from named
    left join {{ ref('can_stores') }} as stores on named.store_id = stores.store_id
    where stores.store_id is null
    group by named.batch_id, named.line_number, named.row_number
),

unknown_in_adf as (
    select
        leads.batch_id,
        leads.line_number,
        leads.row_number
    from {{ ref('stg_adf__leads') }} as leads
    left join {{ ref('can_adf_lead_stores') }} as placed on leads.batch_id = placed.batch_id and leads.row_number = placed.row_number
    where coalesce(placed.store_id, 'unknown') = 'unknown'
)

select
    batch_id,
    line_number,
    row_number
from unknown_in_drops

union all

select
    batch_id,
    line_number,
    row_number
from unknown_in_adf
