{{ config(materialized='table') }}

{{ overlay('dispositions', ['disposition'], ['disposition', 'disposition_group', 'is_open', 'objection']) }}

select
    disposition,
    disposition_group,
    {{ to_bool('is_open') }} as is_open,
    objection
from overlaid
