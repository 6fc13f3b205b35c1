select
    visits.store_id,
    visits.stock_number,
    visits.vin,
    visits.stage,
    visits.entered_at,
    visits.hours_in_stage,
    visits.sla_hours,
    visits.is_breach,
    visits.vendor,
    visits.ro_number,
    visits.work_order_url,
    visits.blocker_reason,
    visits.visit_number,
    visits.inventory_unit_key
from {{ ref('fct_recon_stage_visits') }} as visits
where visits.is_open
