{#- Shoppers who asked for a car that was gone: the unit's newest status before the inquiry was not one of stock, or it was on hold or pending. -#}
with
named as (
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
        row_number() over (
            partition by leads.lead_key order by changes.changed_at desc, changes.change_number desc, changes.inventory_unit_key asc
        ) as rank_from_newest
    from {{ ref('fct_leads') }} as leads
    inner join {{ ref('fct_inventory_status_changes') }} as changes
        on
            leads.store_id = changes.store_id
            and (leads.vin = changes.vin or (leads.vin is null and leads.stock_number = changes.stock_number))
            and leads.lead_at >= changes.changed_at
    where leads.is_sales_lead
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
