{#-
    One rule for mart_data_freshness and its history: no_data where no row ever came; else the older of the two ages (since something
    happened, since something was loaded) against the limits. A limit that is not set is never reached.
-#}
{% macro freshness_status(rows_loaded, event_age, load_age, warn_after, error_after) -%}
    case
        when coalesce({{ rows_loaded }}, 0) = 0 then 'no_data'
        when greatest(coalesce({{ event_age }}, 0), coalesce({{ load_age }}, 0)) > {{ error_after }} then 'stale'
        when greatest(coalesce({{ event_age }}, 0), coalesce({{ load_age }}, 0)) > {{ warn_after }} then 'warn'
        else 'fresh'
    end
{%- endmacro %}
