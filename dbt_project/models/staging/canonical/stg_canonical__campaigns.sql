with
loaded as (
    select
        {{ clean_text('files.platform') }} as platform,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.account_id') }} as account_id,
        {{ clean_text('files.campaign_name') }} as campaign_name,
        {{ free_text('files.channel_group') }} as channel_group,
        {{ clean_text('files.is_model_specific') }} as is_model_specific,
        {{ free_text('files.make') }} as make,
        {{ free_text('files.model') }} as model,
        {{ free_text('files.dma') }} as dma,
        {{ clean_text('files.is_coop') }} as is_coop,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__campaigns') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    platform,
    campaign_id,
    account_id,
    campaign_name,
    channel_group,
    {{ to_bool('is_model_specific') }} as is_model_specific,
    make,
    model,
    dma,
    {{ to_bool('is_coop') }} as is_coop,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
