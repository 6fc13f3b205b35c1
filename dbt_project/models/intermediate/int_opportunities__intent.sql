select
    opportunities.opportunity_key,
    case
        when max(case when intent.has_appointment_request then 1 else 0 end) = 1 then 'high'
        when max(
            case
                when intent.has_trade_in or intent.is_repeat_visit or intent.has_video or intent.has_payment_saved or intent.has_trim_compare
                    then 1
                else 0
            end
        ) = 1 then 'medium'
        else 'low'
    end as intent
from {{ ref('int_opportunities__leads') }} as opportunities
inner join {{ ref('int_leads__intent') }} as intent on opportunities.lead_id = intent.lead_id
group by opportunities.opportunity_key
