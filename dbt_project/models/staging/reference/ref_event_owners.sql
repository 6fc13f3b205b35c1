{{ config(materialized='table') }}

{{ overlay('event_owners', ['store_id', 'event_name'], ['store_id', 'event_name', 'event_owner']) }}

select
    store_id,
    lower(event_name) as event_name,
    lower(event_owner) as event_owner
from overlaid
