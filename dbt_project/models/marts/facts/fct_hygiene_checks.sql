with
unmapped as (
    select
        store_id,
        'unmapped_value' as check_name,
        entity,
        column_name,
        week_start_date,
        sum(unmapped_count) as failures,
        sum(record_count) as records
    from {{ ref('int_hygiene__vocabularies') }}
    group by store_id, entity, column_name, week_start_date
),

quarantined as (
    select
        'unknown' as store_id,
        'quarantined' as check_name,
        batches.entity,
        'all' as column_name,
        {{ week_of('cast(batches.loaded_at as date)') }} as week_start_date,
        sum(coalesce(findings.finding_count, 0)) as failures,
        sum(greatest(batches.rows_read, coalesce(findings.finding_count, 0))) as records
    from {{ ref('stg_run__batches') }} as batches
    left join (
        select
            batch_id,
            count(*) as finding_count
        from {{ ref('stg_run__findings') }}
        group by batch_id
    ) as findings on batches.batch_id = findings.batch_id
    group by batches.entity, {{ week_of('cast(batches.loaded_at as date)') }}
),

of_vehicles as (
    select
        units.store_id,
        vehicles.is_placeholder_vin,
        vehicles.has_valid_check_digit,
        {{ week_of('units.first_seen_on') }} as week_start_date
    from {{ ref('dim_inventory_units') }} as units
    inner join {{ ref('dim_vehicles') }} as vehicles on units.vin = vehicles.vin
),

of_prices as (
    select
        store_id,
        is_price_suspect,
        {{ week_of('stock_date') }} as week_start_date
    from {{ ref('fct_inventory_daily') }}
    where asking_price is not null
),

of_opportunities as (
    select
        store_id,
        {{ week_of('inquiry_date') }} as week_start_date,
        is_open,
        is_sold,
        lead_records,
        coalesce(owner_agent_id, 'unassigned') = 'unassigned' and age_seconds > 300 as is_unassigned,
        coalesce(crm_stage in ('sold', 'delivered'), false) as is_crm_sold,
        crm_stage is not null as has_crm_stage
    from {{ ref('fct_opportunities') }}
),

of_listings as (
    select
        store_id,
        {{ week_of('cast(changed_at as date)') }} as week_start_date,
        is_still_stale
    from {{ ref('fct_listing_syncs') }}
    where change_type = 'sold'
),

{%- set of_facts = [
    ('invalid_vin', 'inventory_units', 'vin', 'of_vehicles', 'not is_placeholder_vin', 'not has_valid_check_digit'),
    ('placeholder_vin', 'inventory_units', 'vin', 'of_vehicles', 'true', 'is_placeholder_vin'),
    ('suspect_price', 'inventory_units', 'asking_price', 'of_prices', 'true', 'is_price_suspect'),
    ('unassigned_lead', 'leads', 'owner_agent_id', 'of_opportunities', 'is_open', 'is_unassigned'),
    ('crm_sold_without_deal', 'leads', 'stage', 'of_opportunities', 'is_crm_sold', 'not is_sold'),
    ('deal_without_crm_sold', 'deals', 'lead_id', 'of_opportunities', 'is_sold and has_crm_stage', 'not is_crm_sold'),
    ('large_cluster', 'leads', 'lead_id', 'of_opportunities', 'true', 'lead_records > 8'),
    ('sold_still_live', 'listings', 'status', 'of_listings', 'true', 'is_still_stale'),
] %}

of_facts as (
    {%- for check, entity, column, relation, meant, fails in of_facts %}
    select
        store_id,
        '{{ check }}' as check_name,
        '{{ entity }}' as entity,
        '{{ column }}' as column_name,
        week_start_date,
        sum(case when {{ fails }} then 1 else 0 end) as failures,
        count(*) as records
    from {{ relation }}
    where {{ meant }}
    group by store_id, week_start_date
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

counted as (
    {%- for relation in ['unmapped', 'quarantined', 'of_facts', ref('int_hygiene__records'), ref('int_hygiene__contacts'), ref('int_hygiene__handoffs')] %}
    select
        store_id,
        check_name,
        entity,
        column_name,
        week_start_date,
        failures,
        records
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    {{ hygiene_check_key('store_id', 'check_name', 'entity', 'column_name', 'week_start_date') }} as hygiene_check_key,
    {{ store_key('store_id') }} as store_key,
    store_id,
    check_name,
    entity,
    column_name,
    week_start_date,
    cast(failures as bigint) as failures,
    cast(records as bigint) as records
from counted
where week_start_date is not null
