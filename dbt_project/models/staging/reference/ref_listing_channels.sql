{{ config(materialized='table') }}

{{ overlay('listing_channels', ['channel'], ['channel', 'channel_order', 'channel_name', 'is_contracted']) }}

select
    channel,
    cast(channel_order as bigint) as channel_order,
    channel_name,
    cast(is_contracted as boolean) as is_contracted
from overlaid
