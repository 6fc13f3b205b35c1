select
    canary,
    way,
    injected_at,
    published_at
from {{ source('raw', 'canaries') }}
