with
versions as (
    select
        offers.*,
        row_number() over (partition by offers.offer_id order by offers.version_number) as version_sequence,
        lead(offers.updated_at) over (partition by offers.offer_id order by offers.version_number) as next_updated_at
    from {{ ref('can_offer_versions') }} as offers
),

members as (
    select
        offer_id,
        kind,
        name,
        stores,
        makes,
        models,
        terms,
        valid_from,
        valid_to,
        approver,
        case when version_sequence > 1 then updated_at end as version_from,
        next_updated_at as version_to,
        version_sequence as version_number,
        true as is_described
    from versions

    union all

    select
        named.offer_id,
        null as kind,
        null as name,
        null as stores,
        null as makes,
        null as models,
        null as terms,
        null as valid_from,
        null as valid_to,
        null as approver,
        null as version_from,
        null as version_to,
        1 as version_number,
        false as is_described
    from (
        select offer_id
        from {{ ref('can_leads') }}
        where offer_id is not null
        union
        select offer_id
        from {{ ref('can_quotes') }}
        where offer_id is not null
        union
        select offer_id
        from {{ ref('can_messages') }}
        where offer_id is not null
        union
        select 'unknown' as offer_id
    ) as named
    left join versions on named.offer_id = versions.offer_id
    where versions.offer_id is null
)

select
    {{ event_key('offer_version', ['offer_id', 'version_number']) }} as offer_version_key,
    {{ event_key('offer', ['offer_id']) }} as offer_key,
    offer_id,
    kind as offer_kind,
    name as offer_name,
    stores,
    makes,
    models,
    terms,
    valid_from as valid_from_date,
    valid_to as valid_to_date,
    approver is not null as is_approved,
    version_from as version_from_at,
    version_to as version_to_at,
    version_number,
    version_to is null as is_current,
    is_described
from members
