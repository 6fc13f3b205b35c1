with
loaded as (
    select
        {{ clean_text('coalesce(files.account_id, files.account)') }} as account_id,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.campaign_name') }} as campaign_name,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'meta_ads__insights') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'meta' as platform,
    campaign_id,
    'act_' || replace(lower(account_id), 'act_', '') as account_id,
    campaign_name,
    'paid_social' as channel_group,
    cast(null as boolean) as is_model_specific,
    cast(null as varchar) as make,
    cast(null as varchar) as model,
    cast(null as varchar) as dma,
    cast(null as boolean) as is_coop,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
