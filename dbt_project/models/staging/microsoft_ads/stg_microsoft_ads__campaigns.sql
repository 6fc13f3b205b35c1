with
loaded as (
    select
        {{ clean_text('coalesce(files.accountid, files.account, files.accountnumber)') }} as account_id,
        {{ clean_text('files.campaignid') }} as campaign_id,
        {{ clean_text('files.campaignname') }} as campaign_name,
        {{ clean_text('files.campaigntype') }} as campaign_type,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'microsoft_ads__performance') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'microsoft_ads' as platform,
    campaign_id,
    account_id,
    campaign_name,
    case
        when lower(campaign_type) like '%shopping%' then 'paid_vla'
        when lower(campaign_type) like '%audience%' then 'display'
        else 'paid_search'
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
