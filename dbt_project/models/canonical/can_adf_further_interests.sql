{#-
    The vehicles of interest of an ADF document after the first (input contract: the first counts, the others are further interests). What
    the shopper sells is none. A document names a handful; ten are read. Ingestion hands them over as one JSON text.
-#}
with
leads as (
    select
        lead_id,
        batch_id,
        row_number
    from {{ ref('can_lead_versions') }}
    where intake_method = 'adf'
),

named as (
    {%- for position in range(10) %}
    select
        batch_id,
        row_number,
        {{ position + 2 }} as interest_number,
        {{ json_at('further_vehicles', '$[' ~ position ~ '].interest') }} as interest,
        upper({{ json_at('further_vehicles', '$[' ~ position ~ '].vin') }}) as vin,
        {{ json_at('further_vehicles', '$[' ~ position ~ '].stock') }} as stock_number,
        {{ json_at('further_vehicles', '$[' ~ position ~ '].year') }} as model_year,
        {{ json_at('further_vehicles', '$[' ~ position ~ '].make') }} as make,
        {{ json_at('further_vehicles', '$[' ~ position ~ '].model') }} as model,
        {{ json_at('further_vehicles', '$[' ~ position ~ '].trim') }} as trim
    from {{ ref('stg_adf__leads') }}
    where further_vehicles is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    leads.lead_id,
    named.interest_number,
    {{ without_contacts('named.vin') }} as vin,
    {{ without_contacts('named.stock_number') }} as stock_number,
    {{ to_int('named.model_year') }} as model_year,
    {{ without_contacts('named.make') }} as make,
    {{ without_contacts('named.model') }} as model,
    {{ without_contacts('named.trim') }} as trim,
    named.batch_id,
    named.row_number
from named
inner join leads on named.batch_id = leads.batch_id and named.row_number = leads.row_number
where
    coalesce(named.interest, 'buy') not in ('sell', 'selling')
    and coalesce(named.vin, named.stock_number, named.make, named.model) is not null
