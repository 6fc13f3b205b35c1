select
    opportunity_key,
    {{ lead_key('lead_id') }} as lead_key,
    lead_sequence,
    lead_sequence = 1 as is_first
from {{ ref('int_opportunities__leads') }}
