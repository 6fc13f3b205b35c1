{#- The closest row of the limits wins: system and entity, then entity, then system, then any. -#}
with
loaded as (
    select
        source_system,
        entity,
        max(loaded_at) as last_loaded_at
    from {{ ref('stg_run__batches') }}
    where status = 'loaded'
    group by source_system, entity
),

expected_by_name as (
    select
        system as source_system,
        entity
    from {{ ref('ref_freshness_limits') }}
    where is_expected and system <> '*' and entity <> '*'
),

-- What somebody should send and nobody does is expected of the canonical drop, the way in that every home has.
expected_of_anyone as (
    select
        'canonical' as source_system,
        limits.entity
    from {{ ref('ref_freshness_limits') }} as limits
    left join loaded on limits.entity = loaded.entity or (limits.entity = 'inventory_units' and loaded.entity = 'inventory_snapshots')
    where limits.is_expected and limits.system = '*' and limits.entity <> '*' and loaded.entity is null
),

sources as (
    select
        source_system,
        entity
    from loaded
    union
    select
        source_system,
        entity
    from expected_by_name
    union
    select
        source_system,
        entity
    from expected_of_anyone
),

ranked as (
    select
        sources.source_system,
        sources.entity,
        limits.warn_after_seconds,
        limits.error_after_seconds,
        row_number() over (
            partition by sources.source_system, sources.entity
            order by case when limits.entity = '*' then 1 else 0 end, case when limits.system = '*' then 1 else 0 end
        ) as rank_of_closeness
    from sources
    left join {{ ref('ref_freshness_limits') }} as limits
        on
            limits.system in (sources.source_system, '*')
            and limits.entity in (sources.entity, '*')
)

select
    ranked.source_system,
    ranked.entity,
    ranked.warn_after_seconds,
    ranked.error_after_seconds,
    loaded.last_loaded_at
from ranked
left join loaded on ranked.source_system = loaded.source_system and ranked.entity = loaded.entity
where ranked.rank_of_closeness = 1
