{{ config(materialized='table') }}

{{ overlay('recon_stages', ['stage'], ['stage', 'stage_order', 'is_terminal', 'sla_hours', 'meaning']) }}

select
    stage,
    cast(stage_order as bigint) as stage_order,
    cast(is_terminal as boolean) as is_terminal,
    cast(sla_hours as double) as sla_hours,
    meaning
from overlaid
