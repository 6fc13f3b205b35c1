{#- Names are compared without case; the spelling shown is the one most often written (can_name_spellings). -#}
with
written as (
    select
        make,
        model,
        trim,
        model_year
    from {{ ref('can_inventory_unit_versions') }}
    union all
    select
        make,
        model,
        trim,
        model_year
    from {{ ref('can_inventory_snapshots') }}
    union all
    select
        make,
        model,
        trim,
        model_year
    from {{ ref('can_market_comps') }}
    union all
    select
        make,
        model,
        trim,
        model_year
    from {{ ref('can_inbound_units') }}
    union all
    select
        make,
        model,
        trim,
        model_year
    from {{ ref('can_leads') }}
    union all
    select
        make,
        model,
        cast(null as varchar) as trim,
        cast(null as bigint) as model_year
    from {{ ref('can_campaigns') }}
),

-- A fact may know the model and not the trim, or nothing: each level has its member.
members as (
    select
        coalesce(make, 'unknown') as make,
        coalesce(model, 'unknown') as model,
        coalesce(trim, 'unknown') as trim,
        model_year
    from written
    union all
    select
        coalesce(make, 'unknown') as make,
        coalesce(model, 'unknown') as model,
        'unknown' as trim,
        model_year
    from written
    union all
    select
        coalesce(make, 'unknown') as make,
        'unknown' as model,
        'unknown' as trim,
        cast(null as bigint) as model_year
    from written
    union all
    select
        'unknown' as make,
        'unknown' as model,
        'unknown' as trim,
        cast(null as bigint) as model_year
)

select
    {{ model_trim_key('make', 'model', 'trim') }} as model_trim_key,
    min(make) as make,
    min(model) as model,
    min(trim) as trim,
    cast(min(model_year) as bigint) as first_model_year,
    cast(max(model_year) as bigint) as last_model_year
from members
group by {{ model_trim_key('make', 'model', 'trim') }}
