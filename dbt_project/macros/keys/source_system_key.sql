{#- The keys of what describes the warehouse itself; see keys.sql for the rules. -#}
{% macro source_system_key(source_system) -%}{{ hash_key('source_system', [source_system]) }}{%- endmacro %}
{% macro metric_key(metric) -%}{{ hash_key('metric', [metric]) }}{%- endmacro %}
{% macro threshold_key(metric, store_id, make, model, vehicle_class) -%}{{ hash_key('threshold', [metric, store_id, make, model, vehicle_class]) }}{%- endmacro %}
{% macro alert_rule_key(rule_id) -%}{{ hash_key('alert_rule', [rule_id]) }}{%- endmacro %}
