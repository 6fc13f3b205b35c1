{#-
    Vocabularies that no store may redefine (vocabularies.md). Text is compared trimmed and without case; a value outside
    becomes `unmapped`: never dropped, never guessed. What stores do redefine (statuses, stages, sources, colours, recon
    stages) is mapped by seeds: see ref_status_map and its sisters.
-#}
{% macro vocabularies() -%}
    {{ return({
        'vehicle_class': ['new', 'used', 'certified', 'demo'],
        'acquisition_type': ['trade', 'consumer_purchase', 'auction', 'dealer_trade_in', 'lease_return', 'oem_new'],
        'org_type': ['franchise', 'independent'],
        'lead_origin': ['form', 'phone_call', 'chat', 'sms', 'test_drive_request', 'appointment_request', 'click_to_call', 'walk_in', 'import'],
        'lead_type': ['vehicle_specific', 'general', 'brochure', 'trade_in', 'finance', 'quote_request', 'service', 'parts', 'equity_mining', 'test_drive'],
        'channel': ['phone', 'sms', 'email', 'chat', 'form', 'video', 'walk_in'],
        'direction': ['inbound', 'outbound'],
        'interaction_kind': ['human_personalised', 'human_template', 'automated_response', 'bot', 'system'],
        'assignment_reason': ['route', 'transfer', 'escalation', 'backup'],
        'appointment_status': ['set', 'confirmed', 'rescheduled', 'shown', 'no_show', 'cancelled'],
        'no_show_reason': ['forgot', 'bought_elsewhere', 'vehicle_unavailable', 'rescheduled', 'could_not_reach', 'weather', 'other', 'untagged'],
        'sale_type': ['retail', 'lease', 'wholesale', 'dealer_trade', 'fleet'],
        'call_outcome': ['answered', 'missed', 'abandoned', 'voicemail'],
        'listing_channel': ['website', 'cars_com', 'autotrader', 'facebook_marketplace', 'google_vla'],
        'listing_status': ['live', 'pending', 'removed', 'error', 'not_syndicated'],
        'consent_status': ['granted', 'denied', 'opted_out', 'unknown'],
        'consent_channel': ['sms', 'email', 'call'],
        'message_type': ['confirmation', 'appointment_reminder', 'arrival_instructions', 'inventory_followup', 're_engagement', 'trade_checklist', 'post_sale', 'generic_promo'],
        'flow_type': ['payment_calculator', 'credit_application', 'soft_credit_pull', 'trade_valuation'],
        'event_name': ['srp_view', 'vdp_view', 'form_submit', 'click_to_call', 'chat_start', 'video_play', 'payment_calculator', 'payment_saved', 'trim_compare', 'trade_valuation', 'credit_application'],
        'shift_kind': ['shift', 'absence'],
    }) }}
{%- endmacro %}

{% macro canonical_value(column, vocabulary) -%}
    {%- set values = vocabularies()[vocabulary] -%}
    case
        when {{ column }} is null then null
        when lower({{ column }}) in ({% for v in values %}'{{ v }}'{{ ", " if not loop.last }}{% endfor %}) then lower({{ column }})
        else 'unmapped'
    end
{%- endmacro %}
