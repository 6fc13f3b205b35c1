{#- Shoppers who asked for a car that was gone: the unit's newest status before the inquiry was not one of stock, or it was on hold or pending. -#}
-- One join by VIN and one by stock number: an "or" in the join would lay every lead of a store beside every change there.
with
by_vin as (
    select
        leads.lead_key,
        leads.store_id,
        leads.lead_source,
        leads.opportunity_key,
        leads.lead_at,
        leads.inquiry_date,
        changes.inventory_unit_key,
        changes.stock_number,
        changes.vin,
        changes.to_status,
        changes.changed_at,
        changes.change_number
    from {{ ref('fct_leads') }} as leads
    inner join {{ ref('fct_inventory_status_changes') }} as changes
        on leads.store_id = changes.store_id and leads.vin = changes.vin and leads.lead_at >= changes.changed_at
    where leads.is_sales_lead
),

by_stock_number as (
    select
        leads.lead_key,
        leads.store_id,
        leads.lead_source,
        leads.opportunity_key,
        leads.lead_at,
        leads.inquiry_date,
        changes.inventory_unit_key,
        changes.stock_number,
        changes.vin,
        changes.to_status,
        changes.changed_at,
        changes.change_number
    from {{ ref('fct_leads') }} as leads
    inner join {{ ref('fct_inventory_status_changes') }} as changes
        on
            leads.store_id = changes.store_id
            and leads.stock_number = changes.stock_number
            and leads.lead_at >= changes.changed_at
    where leads.is_sales_lead and leads.vin is null
),

asked as (
    select
        lead_key,
        store_id,
        lead_source,
        opportunity_key,
        lead_at,
        inquiry_date,
        inventory_unit_key,
        stock_number,
        vin,
        to_status,
        changed_at,
        change_number
    from by_vin
    union all
    select
        lead_key,
        store_id,
        lead_source,
        opportunity_key,
        lead_at,
        inquiry_date,
        inventory_unit_key,
        stock_number,
        vin,
        to_status,
        changed_at,
        change_number
    from by_stock_number
),

named as (
    select
        asked.*,
        row_number() over (
            partition by lead_key order by changed_at desc, change_number desc, inventory_unit_key asc
        ) as rank_from_newest
    from asked
)

select
    named.lead_key,
    named.opportunity_key,
    named.store_id,
    named.lead_source,
    named.inquiry_date,
    named.lead_at,
    named.inventory_unit_key,
    named.stock_number,
    named.vin,
    named.to_status as status_at_inquiry,
    named.changed_at as unavailable_since_at,
    cast({{ seconds_between('named.changed_at', 'named.lead_at') }} / 3600.0 as double) as hours_unavailable
from named
inner join {{ ref('dim_inventory_statuses') }} as statuses on named.to_status = statuses.status
where named.rank_from_newest = 1 and not statuses.is_available and named.to_status <> 'in_transit'
