select
    {{ event_key('disposition', ['disposition']) }} as disposition_key,
    disposition,
    disposition_group,
    is_open,
    objection
from {{ ref('ref_dispositions') }}
