with
loaded as (
    select
        {{ clean_text('coalesce(files.customer_id, files.account)') }} as account_id,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.campaign_name') }} as campaign_name,
        {{ clean_text('files.campaign_advertisingchanneltype') }} as channel_type,
        {{ clean_text('files.campaign_shoppingsetting_merchantid') }} as merchant_id,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'google_ads__performance') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'google_ads' as platform,
    campaign_id,
    replace(account_id, '-', '') as account_id,
    campaign_name,
    case
        when channel_type = 'SHOPPING' or (channel_type = 'PERFORMANCE_MAX' and merchant_id is not null) then 'paid_vla'
        when channel_type in ('DISPLAY', 'VIDEO', 'DEMAND_GEN', 'DISCOVERY') then 'display'
        when channel_type is null or channel_type in ('SEARCH', 'SMART', 'LOCAL', 'LOCAL_SERVICES', 'PERFORMANCE_MAX') then 'paid_search'
    end as channel_group,
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
