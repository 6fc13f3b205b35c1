{#-
    Check digit: each character's value (letters by the standard's table; I, O and Q do not occur) times the weight of its place,
    summed, modulo 11, stands in the ninth place (10 = X). A North American rule: flagged, never dropped.
    A placeholder VIN has letters among the last five places, where a built car has its serial number: seen on units in
    production, whose VIN changes when the car is built.
-#}
with
mentions as (
    select vin from {{ ref('int_units__episodes') }}
    union all
    select vin from {{ ref('can_inventory_snapshots') }}
    union all
    select vin from {{ ref('can_inventory_unit_versions') }}
    union all
    select vin from {{ ref('can_deals') }}
    union all
    select trade_vin from {{ ref('can_deals') }}
    union all
    select vin from {{ ref('can_inbound_units') }}
    union all
    select vin from {{ ref('can_appraisals') }}
    union all
    select vin from {{ ref('can_listings') }}
    union all
    select vin from {{ ref('can_leads') }}
    union all
    select trade_in_vin from {{ ref('can_leads') }}
    union all
    select vin from {{ ref('can_appointments') }}
    union all
    select vin from {{ ref('can_quotes') }}
    union all
    select vin from {{ ref('can_web_events') }}
    union all
    select vin from {{ ref('can_digital_retailing_flows') }}
),

vins as (
    select distinct vin from mentions
    where vin is not null
),

places as (
    {%- for weight in [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] %}
    select
        {{ loop.index }} as place,
        {{ weight }} as weight
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

letters as (
    {%- set values = dict(zip('ABCDEFGHJKLMNPRSTUVWXYZ', [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9])) %}
    {%- for letter in 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789' %}
    select
        '{{ letter }}' as letter,
        {{ values.get(letter, letter) }} as letter_value
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        vins.vin,
        count(*) as valid_places,
        mod(sum(letters.letter_value * places.weight), 11) as remainder,
        sum(case when places.place > 12 and letters.letter >= '0' and letters.letter <= '9' then 1 else 0 end) as serial_digits
    from vins
    cross join places
    inner join letters on substr(vins.vin, places.place, 1) = letters.letter
    where length(vins.vin) = 17
    group by vins.vin
),

known as (
    select
        episodes.vin,
        details.model_year,
        details.make,
        details.model,
        details.trim,
        details.body_style,
        details.exterior_color,
        details.interior_color,
        row_number() over (
            partition by episodes.vin order by episodes.last_observed_at desc, episodes.inventory_unit_key asc
        ) as rank_from_last
    from {{ ref('int_units__episodes') }} as episodes
    inner join {{ ref('int_units__details') }} as details on episodes.last_row_id = details.row_id
    where episodes.vin is not null
),

-- How the group writes a make that vPIC has in capitals.
spelled as (
    select
        lower(make) as folded_make,
        min(make) as make
    from known
    where rank_from_last = 1
    group by lower(make)
),

-- vPIC fills what the group's own systems leave open, unless it speaks of another car than they do.
described as (
    select
        vins.vin,
        coalesce(known.model_year, decodes.model_year) as model_year,
        coalesce(known.make, spelled.make, decodes.make) as make,
        coalesce(known.model, decodes.model) as model,
        coalesce(known.trim, decodes.trim) as trim,
        coalesce(known.body_style, decodes.body_style) as body_style,
        known.exterior_color,
        known.interior_color
    from vins
    left join known on vins.vin = known.vin and known.rank_from_last = 1
    left join {{ ref('can_vehicle_decodes') }} as decodes
        on
            vins.vin = decodes.vin
            and coalesce(known.model_year, decodes.model_year, 0) = coalesce(decodes.model_year, known.model_year, 0)
            and lower(coalesce(known.make, decodes.make, '')) = lower(coalesce(decodes.make, known.make, ''))
            and lower(coalesce(known.model, decodes.model, '')) = lower(coalesce(decodes.model, known.model, ''))
    left join spelled on lower(decodes.make) = spelled.folded_make
)

select
    {{ vehicle_key('described.vin') }} as vehicle_key,
    described.vin,
    described.model_year,
    described.make,
    described.model,
    described.trim,
    described.body_style,
    described.exterior_color,
    described.interior_color,
    coalesce(
        summed.valid_places = 17
        and substr(described.vin, 9, 1) = case when summed.remainder = 10 then 'X' else cast(cast(summed.remainder as integer) as varchar) end,
        false
    ) as has_valid_check_digit,
    coalesce(length(described.vin) = 17 and coalesce(summed.serial_digits, 0) < 5, false) as is_placeholder_vin
from described
left join summed on described.vin = summed.vin

union all

select
    {{ vehicle_key('cast(null as varchar)') }} as vehicle_key,
    cast(null as varchar) as vin,
    cast(null as bigint) as model_year,
    cast(null as varchar) as make,
    cast(null as varchar) as model,
    cast(null as varchar) as trim,
    cast(null as varchar) as body_style,
    cast(null as varchar) as exterior_color,
    cast(null as varchar) as interior_color,
    false as has_valid_check_digit,
    false as is_placeholder_vin
