-- Weights of a sale and a model sum to 1: first touch; last touch that is not direct; all alike; and by position (40 % first, 40 % last,
-- the rest shared, parameter; with two touches half each).
with
touches as (
    select * from {{ ref('int_sales__touches') }}
),

weighed as (
    select
        touches.*,
        'first_touch' as attribution_model,
        case when touch_number = 1 then 1.0 else 0.0 end as weight
    from touches

    union all

    select
        touches.*,
        'last_non_direct' as attribution_model,
        case when rank_for_last_non_direct = 1 then 1.0 else 0.0 end as weight
    from touches

    union all

    select
        touches.*,
        'linear' as attribution_model,
        1.0 / touch_count as weight
    from touches

    union all

    select
        touches.*,
        'position_based' as attribution_model,
        case
            when touch_count <= 2 then 1.0 / touch_count
            when touch_number in (1, touch_count) then {{ param('attribution_edge_weight') }}
            else (1.0 - 2 * {{ param('attribution_edge_weight') }}) / (touch_count - 2)
        end as weight
    from touches
)

select
    {{ event_key('attribution', ['weighed.sale_key', 'weighed.attribution_model', 'weighed.touch_number']) }} as attribution_key,
    weighed.sale_key,
    {{ lead_key('weighed.lead_id') }} as lead_key,
    {{ lead_source_key('weighed.lead_source') }} as lead_source_key,
    weighed.attribution_model,
    weighed.touch_number,
    weighed.touch_count,
    weighed.lead_at as touched_at,
    weighed.lead_source,
    weighed.channel_group,
    weighed.campaign_id,
    cast(weighed.weight as double) as weight
from weighed
where weighed.weight > 0
