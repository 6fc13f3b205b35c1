select
    weekly.inventory_unit_key,
    units.store_id,
    units.stock_number,
    units.vin,
    units.vehicle_class,
    units.make,
    units.model,
    units.trim,
    weekly.week_start_date,
    cast(weekly.srp_views as integer) as srp_views,
    cast(weekly.vdp_views as integer) as vdp_views,
    cast(weekly.inquiries as integer) as inquiries,
    cast(weekly.appointments as integer) as appointments,
    cast(weekly.shows as integer) as shows,
    cast(weekly.sold as integer) as sold,
    {{ ratio('weekly.inquiries', 'weekly.vdp_views') }} as inquiries_per_view,
    weekly.vdp_views >= {{ param('vanity_views', 'integer') }} and weekly.inquiries = 0 and weekly.appointments = 0 as has_vanity_views
from {{ ref('int_engagement__weekly') }} as weekly
inner join {{ ref('dim_inventory_units') }} as units on weekly.inventory_unit_key = units.inventory_unit_key and units.is_current
