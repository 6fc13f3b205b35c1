{#-
    Connected components. First the graph is contracted a few times: each contact takes the smallest of itself and its
    neighbours, and what took the same one becomes one node. That folds nearly every real shopper (two or three contacts) and
    any star around one contact. What is left, long chains, is walked to its end by recursion from the local minima: the
    smallest contact of a component is one of them, so the result is right for every graph, however long its chains.
-#}
{%- set rounds = 3 %}
with recursive
nodes as (
    select
        contacts.group_id,
        contacts.contact,
        row_number() over (order by contacts.group_id, contacts.contact) as node
    from (
        select distinct
            group_id,
            contact
        from {{ ref('int_contacts__normalised') }}
        where is_identifying
    ) as contacts
),

-- A record connects its own e-mail and its own phone.
edges_0 as (
    select distinct
        least(email_nodes.node, phone_nodes.node) as node_a,
        greatest(email_nodes.node, phone_nodes.node) as node_b
    from {{ ref('int_contacts__normalised') }} as emails
    inner join {{ ref('int_contacts__normalised') }} as phones
        on
            emails.record_kind = phones.record_kind
            and emails.record_id = phones.record_id
            and emails.group_id = phones.group_id
            and phones.contact_kind = 'phone'
    inner join nodes as email_nodes on emails.group_id = email_nodes.group_id and emails.contact = email_nodes.contact
    inner join nodes as phone_nodes on phones.group_id = phone_nodes.group_id and phones.contact = phone_nodes.contact
    where emails.contact_kind = 'email'
),
{% for round in range(rounds) %}
labels_{{ round }} as (
    select
        node,
        min(label) as label
    from (
        select
            node_a as node,
            node_a as label
        from edges_{{ round }}
        union all
        select
            node_b as node,
            node_a as label
        from edges_{{ round }}
    ) as neighbours
    group by node
),

edges_{{ round + 1 }} as (
    select distinct
        least(labels_a.label, labels_b.label) as node_a,
        greatest(labels_a.label, labels_b.label) as node_b
    from edges_{{ round }} as edges
    inner join labels_{{ round }} as labels_a on edges.node_a = labels_a.node
    inner join labels_{{ round }} as labels_b on edges.node_b = labels_b.node
),
{% endfor %}
both_ways as (
    select
        node_a as node,
        node_b as neighbour
    from edges_{{ rounds }}
    where node_a <> node_b
    union all
    select
        node_b as node,
        node_a as neighbour
    from edges_{{ rounds }}
    where node_a <> node_b
),

local_minima as (
    select node
    from both_ways
    group by node
    having min(neighbour) > node
),

reached (origin, node) as (
    select
        node as origin,
        node
    from local_minima

    union

    select
        reached.origin,
        both_ways.neighbour as node
    from reached
    inner join both_ways on reached.node = both_ways.node
),

smallest as (
    select
        node,
        min(origin) as label
    from reached
    group by node
)

select
    nodes.group_id,
    nodes.contact,
    coalesce(
        smallest.label{% for round in range(rounds) | reverse %},
        labels_{{ round }}.label{% endfor %},
        nodes.node
    )
        as component_number
from
    nodes
{%- for round in range(rounds) %}
left join labels_{{ round }}
on
    {% if round == 0 %}nodes.node{% else %}coalesce(
        {% for before in range(round) | reverse %}labels_{{ before }}.label, {% endfor %}nodes.node
    ){% endif %}
    = labels_{{ round }}.node
{%- endfor %}
left join smallest
    on
        coalesce({% for round in range(rounds) | reverse %}labels_{{ round }}.label, {% endfor %}nodes.node)
        = smallest.node
