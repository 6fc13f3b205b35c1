{{ config(materialized='table') }}

{{ overlay('lead_stages', ['stage'], [
    'stage', 'stage_order', 'shared_stage_name', 'crm_dms_stage', 'journey_stage', 'stage_owner', 'is_exit', 'is_closed', 'definition', 'exit_criteria',
]) }}

select
    stage,
    cast(stage_order as bigint) as stage_order,
    shared_stage_name,
    crm_dms_stage,
    journey_stage,
    stage_owner,
    {{ to_bool('is_exit') }} as is_exit,
    {{ to_bool('is_closed') }} as is_closed,
    definition,
    exit_criteria
from overlaid
