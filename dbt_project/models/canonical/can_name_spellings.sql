{#- One row of this table is needed only where there is a choice: several spellings, or an alias. -#}
with
written as (
    {%- set sources = [
        ('stg_canonical__inventory_units', ['make', 'model', 'trim']),
        ('stg_canonical__inventory_snapshots', ['make', 'model', 'trim']),
        ('stg_feeds__inventory_snapshots', ['make', 'model', 'trim']),
        ('stg_canonical__leads', ['make', 'model', 'trim']),
        ('stg_adf__leads', ['make', 'model', 'trim']),
        ('stg_canonical__market_comps', ['make', 'model', 'trim']),
        ('stg_canonical__inbound_units', ['make', 'model', 'trim']),
    ] %}
    {%- for source, kinds in sources %}
    {%- set outer_loop = loop %}
    {%- for kind in kinds %}
    select
        '{{ kind }}' as name_kind,
        {{ kind }} as spelling,
        count(*) as times
    from {{ ref(source) }}
    where {{ kind }} is not null
    group by {{ kind }}
    {{ "union all" if not (loop.last and outer_loop.last) }}
    {%- endfor %}
    {%- endfor %}
),

counted as (
    select
        name_kind,
        lower(spelling) as folded_name,
        spelling,
        sum(times) as times
    from written
    group by name_kind, lower(spelling), spelling
),

ranked as (
    select
        counted.*,
        count(*) over (partition by name_kind, folded_name) as spellings,
        row_number() over (partition by name_kind, folded_name order by times desc, spelling asc) as rank_of_spelling
    from counted
),

folded as (
    select
        name_kind,
        folded_name
    from counted
    union
    select
        name_kind,
        raw_name
    from {{ ref('ref_name_aliases') }}
)

select
    folded.name_kind,
    folded.folded_name,
    coalesce(aliases.name, ranked.spelling) as spelling
from folded
left join ranked
    on folded.name_kind = ranked.name_kind and folded.folded_name = ranked.folded_name and ranked.rank_of_spelling = 1
left join {{ ref('ref_name_aliases') }} as aliases
    on folded.name_kind = aliases.name_kind and folded.folded_name = aliases.raw_name
where ranked.spellings > 1 or aliases.name is not null
