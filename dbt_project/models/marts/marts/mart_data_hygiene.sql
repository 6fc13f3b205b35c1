with
totals as (
    select
        store_id,
        check_name,
        entity,
        column_name,
        sum(failures) as failures,
        sum(records) as denominator,
        max(case when failures > 0 then week_start_date end) as last_seen_week
    from {{ ref('fct_hygiene_checks') }}
    group by store_id, check_name, entity, column_name
),

unmapped_texts as (
    select
        store_id,
        entity,
        column_name,
        raw_value,
        sum(unmapped_count) as failures,
        max(week_start_date) as last_seen_week
    from {{ ref('int_hygiene__vocabularies') }}
    where raw_value is not null
    group by store_id, entity, column_name, raw_value
),

told as (
    select
        totals.store_id,
        totals.check_name,
        totals.entity,
        totals.column_name,
        cast(null as varchar) as raw_value,
        totals.failures,
        totals.denominator,
        totals.last_seen_week
    from totals
    where totals.check_name <> 'unmapped_value'

    union all

    select
        texts.store_id,
        'unmapped_value' as check_name,
        texts.entity,
        texts.column_name,
        texts.raw_value,
        texts.failures,
        totals.denominator,
        texts.last_seen_week
    from unmapped_texts as texts
    inner join totals
        on
            texts.store_id = totals.store_id
            and totals.check_name = 'unmapped_value'
            and texts.entity = totals.entity
            and texts.column_name = totals.column_name
)

select
    store_id,
    check_name,
    entity,
    column_name,
    raw_value,
    cast(failures as bigint) as failures,
    cast(denominator as bigint) as denominator,
    {{ ratio('failures', 'denominator') }} as rate,
    last_seen_week,
    {{ hygiene_meaning('check_name') }} as meaning
from told
