with
staged as (
    select
        batch_id,
        row_number,
        lower(vendor_name) as vendor_name,
        '|' || lower(vendor_ids) || '|' as vendor_ids,
        lower(coalesce(vendor_ids, vendor_name)) as vendor_as_sent
    from {{ ref('stg_adf__leads') }}
),

by_code as (
    select
        staged.batch_id,
        staged.row_number,
        codes.store_id,
        1 as rule_number,
        {{ position_of("'|' || codes.code || '|'", 'staged.vendor_ids') }} as place
    from staged
    inner join {{ ref('can_store_dealer_codes') }} as codes
        on
            codes.system = 'adf'
            and {{ position_of("'|' || codes.code || '|'", 'staged.vendor_ids') }} > 0
),

by_name as (
    select
        staged.batch_id,
        staged.row_number,
        stores.store_id,
        2 as rule_number,
        0 as place
    from staged
    inner join {{ ref('can_stores') }} as stores on staged.vendor_name = lower(stores.store_name)
),

candidates as (
    select
        batch_id,
        row_number,
        store_id,
        rule_number,
        place
    from by_code
    union all
    select
        batch_id,
        row_number,
        store_id,
        rule_number,
        place
    from by_name
),

ranked as (
    select
        batch_id,
        row_number,
        store_id,
        row_number() over (partition by batch_id, row_number order by rule_number, place, store_id) as rank_of_candidate
    from candidates
)

select
    staged.batch_id,
    staged.row_number,
    coalesce(ranked.store_id, 'unknown') as store_id,
    coalesce(ranked.store_id, {{ hash_key('adf_vendor', ['staged.vendor_as_sent']) }}) as store_of_lead
from staged
left join ranked
    on staged.batch_id = ranked.batch_id and staged.row_number = ranked.row_number and ranked.rank_of_candidate = 1
