{#-
    The car that a lead names, as its store had it: by VIN, else by stock number. Of several episodes it is the one that had last begun when
    the shopper asked, else the first.
-#}
with
candidates as (
    select
        leads.lead_id,
        leads.inquiry_at,
        episodes.inventory_unit_key,
        episodes.first_observed_at
    from {{ ref('can_leads') }} as leads
    inner join {{ ref('int_units__episodes') }} as episodes on leads.store_id = episodes.store_id and leads.vin = episodes.vin
    union all
    select
        leads.lead_id,
        leads.inquiry_at,
        episodes.inventory_unit_key,
        episodes.first_observed_at
    from {{ ref('can_leads') }} as leads
    inner join {{ ref('int_units__episodes') }} as episodes on leads.store_id = episodes.store_id and leads.stock_number = episodes.stock_number
    where leads.vin is null
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by lead_id
            order by
                case when first_observed_at <= inquiry_at then 0 else 1 end,
                case when first_observed_at <= inquiry_at then first_observed_at end desc,
                first_observed_at,
                inventory_unit_key asc
        ) as rank_of_unit
    from candidates
)

select
    lead_id,
    inventory_unit_key
from ranked
where rank_of_unit = 1
