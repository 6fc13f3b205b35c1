with
candidates as (
    select
        system,
        code as alias,
        store_id,
        1 as rule_number
    from {{ ref('can_store_dealer_codes') }}
    union all
    select
        '*' as system,
        lower(store_id) as alias,
        store_id,
        2 as rule_number
    from {{ ref('can_stores') }}
    union all
    select
        '*' as system,
        lower(store_name) as alias,
        store_id,
        3 as rule_number
    from {{ ref('can_stores') }}
),

ranked as (
    select
        system,
        alias,
        store_id,
        row_number() over (partition by system, alias order by rule_number, store_id) as rank_of_alias
    from candidates
    where alias is not null
)

select
    cast(system as varchar) as system,
    cast(alias as varchar) as alias,
    store_id
from ranked
where rank_of_alias = 1
