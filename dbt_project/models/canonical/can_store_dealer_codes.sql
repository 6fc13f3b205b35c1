with
digits as (
    select 0 as digit
    {%- for digit in range(1, 10) %}
    union all
    select {{ digit }}
    {%- endfor %}
),

positions as (
    select ones.digit + 10 * tens.digit + 1 as code_number
    from digits as ones
    cross join digits as tens
),

entries as (
    select
        stores.store_id,
        positions.code_number,
        {{ clean_text(part_of('stores.dealer_codes', "'|'", 'positions.code_number')) }} as entry
    from {{ ref('can_stores') }} as stores
    cross join positions
    where stores.dealer_codes is not null
),

parts as (
    select
        store_id,
        code_number,
        {{ clean_text("lower(" ~ part_of('entry', "':'", 1) ~ ")") }} as system,
        {{ clean_text("lower(substring(entry, length(" ~ part_of('entry', "':'", 1) ~ ") + 2))") }} as code
    from entries
    where entry is not null
)

select
    store_id,
    cast(code_number as bigint) as code_number,
    cast(system as varchar) as system,
    cast(code as varchar) as code
from parts
where system is not null and code is not null
