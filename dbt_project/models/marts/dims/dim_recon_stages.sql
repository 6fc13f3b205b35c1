select
    stage,
    stage_order,
    is_terminal,
    sla_hours,
    meaning
from {{ ref('ref_recon_stages') }}
