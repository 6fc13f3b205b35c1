{#-
    What a DMS's codes mean where the trade agrees on them, whatever the DMS. Statuses of deals are a store's: seed status_map.
-#}
{% macro dms_vehicle_class(column) -%}
    case lower({{ column }})
        when 'n' then 'new' when 'new' then 'new'
        when 'u' then 'used' when 'used' then 'used' when 'pre-owned' then 'used' when 'preowned' then 'used'
        when 'c' then 'certified' when 'cpo' then 'certified' when 'certified' then 'certified'
        when 'd' then 'demo' when 'demo' then 'demo'
        else {{ column }}
    end
{%- endmacro %}

{#-
    Two columns say what kind of sale it is: to whom (retail, wholesale, fleet …), and how it was paid (cash, finance, lease). A sale that is
    no retail sale is told by the first; a retail sale that is a lease by either. What neither says is no retail sale by silence: `unmapped`.
-#}
{% macro dms_sale_type(sale_type, deal_type) -%}
    {%- set folded = "replace(replace(replace(lower(" ~ sale_type ~ "), ' ', ''), '_', ''), '-', '')" -%}
    case
        when {{ folded }} in ('wholesale', 'w', 'wholesaled', 'auction') then 'wholesale'
        when {{ folded }} in ('dealertrade', 'dt', 'dealertransfer', 'dealerxfer', 'intercompany') then 'dealer_trade'
        when {{ folded }} in ('fleet', 'commercial', 'fleetsale') then 'fleet'
        when {{ folded }} in ('lease', 'l') then 'lease'
        when {{ folded }} in ('retail', 'r', 'cash', 'finance', 'financed', 'retailfinance', 'retailcash', 'purchase', 'balloon') or {{ sale_type }} is null
            then case
                when lower({{ deal_type }}) in ('lease', 'l') then 'lease'
                when lower({{ deal_type }}) in ('retail', 'r', 'cash', 'c', 'finance', 'f', 'financed', 'purchase', 'balloon', 'loan') then 'retail'
                when lower({{ deal_type }}) in ('wholesale', 'fleet') then lower({{ deal_type }})
                when {{ sale_type }} is not null then 'retail'
                else coalesce({{ deal_type }}, 'not given')
            end
        else {{ sale_type }}
    end
{%- endmacro %}

{#- First and last name, where they stand alone, else out of `LAST, FIRST`; a full name without a comma is a business's: a last name. -#}
{% macro dms_first_name(first_name, last_name, full_name) -%}
    case
        when {{ first_name }} is not null or {{ last_name }} is not null then {{ first_name }}
        when {{ position_of("','", full_name) }} > 0 then {{ clean_text(part_of(full_name, "','", 2)) }}
    end
{%- endmacro %}

{% macro dms_last_name(first_name, last_name, full_name) -%}
    case
        when {{ first_name }} is not null or {{ last_name }} is not null then {{ last_name }}
        else {{ clean_text(part_of(full_name, "','", 1)) }}
    end
{%- endmacro %}
