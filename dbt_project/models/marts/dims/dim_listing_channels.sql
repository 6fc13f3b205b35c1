select
    channel,
    channel_order,
    channel_name,
    is_contracted
from {{ ref('ref_listing_channels') }}
