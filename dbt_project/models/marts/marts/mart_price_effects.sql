{#-
    metrics M-73: views of the 7 days from the change on (parameter trend_window_days) against the 7 days before. Only changes of which both
    weeks are whole: the unit in stock on each day, the weeks over, and no other change in them.
-#}
with
changes as (
    select
        changes.price_change_key,
        changes.inventory_unit_key,
        changes.store_id,
        changes.vehicle_class,
        changes.changed_on,
        changes.previous_price,
        changes.new_price,
        changes.change_ratio,
        lag(changes.changed_on) over (partition by changes.inventory_unit_key order by changes.change_number) as previous_changed_on,
        lead(changes.changed_on) over (partition by changes.inventory_unit_key order by changes.change_number) as next_changed_on
    from {{ ref('fct_price_changes') }} as changes
    where changes.change_amount <> 0
),

spaced as (
    select changes.*
    from changes
    inner join {{ ref('int_stores__clock') }} as clock on changes.store_id = clock.store_id
    where
        {{ days_between('changes.changed_on', 'clock.as_of_date') }} >= {{ param('trend_window_days', 'integer') }}
        and coalesce({{ days_between('changes.previous_changed_on', 'changes.changed_on') }}, 9999) >= {{ param('trend_window_days', 'integer') }}
        and coalesce({{ days_between('changes.changed_on', 'changes.next_changed_on') }}, 9999) >= {{ param('trend_window_days', 'integer') }}
),

days as (
    select
        spaced.price_change_key,
        stock.stock_date,
        stock.stock_date >= spaced.changed_on as is_after
    from spaced
    inner join {{ ref('fct_inventory_daily') }} as stock
        on
            spaced.inventory_unit_key = stock.inventory_unit_key
            and stock.stock_date >= {{ add_days('spaced.changed_on', '-' ~ param('trend_window_days', 'integer')) }}
            and stock.stock_date < {{ add_days('spaced.changed_on', param('trend_window_days', 'integer')) }}
),

whole as (
    select price_change_key
    from days
    group by price_change_key
    having count(*) = 2 * {{ param('trend_window_days', 'integer') }}
),

views as (
    select
        whole.price_change_key,
        coalesce(sum(case when days.is_after then engagement.vdp_views else 0 end), 0) as views_after,
        coalesce(sum(case when not days.is_after then engagement.vdp_views else 0 end), 0) as views_before
    from whole
    inner join spaced on whole.price_change_key = spaced.price_change_key
    inner join days on whole.price_change_key = days.price_change_key
    left join {{ ref('fct_vehicle_engagement_daily') }} as engagement
        on spaced.inventory_unit_key = engagement.inventory_unit_key and days.stock_date = engagement.engagement_date
    group by whole.price_change_key
)

select
    spaced.price_change_key,
    spaced.inventory_unit_key,
    spaced.store_id,
    spaced.vehicle_class,
    spaced.changed_on as changed_date,
    spaced.previous_price,
    spaced.new_price,
    spaced.change_ratio,
    cast(views.views_before as bigint) as views_before,
    cast(views.views_after as bigint) as views_after,
    {{ ratio('(' ~ ratio('views.views_after', 'views.views_before') ~ ' - 1)', 'spaced.change_ratio') }} as elasticity
from spaced
inner join views on spaced.price_change_key = views.price_change_key
