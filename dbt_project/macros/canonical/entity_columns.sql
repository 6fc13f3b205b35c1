{#-
    The contract's columns of each entity, in its order: ingestion/contract.yml once more, for dbt cannot read it (a test says they are the same).
-#}
{% macro entity_columns(entity) -%}
    {%- set columns = {
        'stores': 'store_id store_name timezone group_id group_name brands dma currency org_type dealer_codes updated_at',
        'store_hours': 'store_id weekday opens_at closes_at updated_at',
        'store_closures': 'store_id closed_on reason updated_at',
        'agents': 'agent_id store_id agent_name email role team manager_agent_id backup_agent_id active_from active_to updated_at',
        'agent_shifts': 'shift_id agent_id starts_at ends_at kind updated_at',
        'customers': 'customer_id store_id first_name last_name email phone postal_code preferred_contact consent_sms consent_email consent_call created_at updated_at',
        'inventory_units': 'store_id stock_number vin vehicle_class model_year make model trim body_style exterior_color interior_color mileage acquisition_type acquired_on wholesaled_on arrived_at lot_ready_at status asking_price msrp cost pack recon_cost is_on_hold title_status floor_plan_status eta_on updated_at',
        'inventory_snapshots': 'store_id snapshot_at stock_number vin vehicle_class model_year make model trim body_style exterior_color interior_color mileage acquisition_type acquired_on wholesaled_on arrived_at lot_ready_at status asking_price msrp cost pack recon_cost is_on_hold title_status floor_plan_status eta_on updated_at',
        'leads': 'lead_id store_id inquiry_at crm_created_at lead_origin lead_type department source_code utm_source utm_medium utm_campaign campaign_id landing_page device session_id customer_id first_name last_name email phone postal_code vin stock_number model_year make model trim has_trade_in trade_in_vin budget timeline preferred_contact owner_agent_id stage disposition next_action_at offer_id intake_method is_test is_spam updated_at',
        'lead_assignments': 'assignment_id lead_id agent_id queue assigned_at released_at reason updated_at',
        'lead_interactions': 'interaction_id lead_id agent_id channel direction occurred_at duration_seconds kind is_two_way template_id outcome call_id updated_at',
        'lead_stage_changes': 'change_id lead_id from_stage to_stage disposition reason changed_at agent_id updated_at',
        'appointments': 'appointment_id lead_id store_id agent_id customer_id vin stock_number set_at scheduled_at confirmed_at confirmation_channel shown_at status no_show_reason rescheduled_from_id test_drive_at updated_at',
        'showroom_visits': 'visit_id store_id lead_id agent_id started_at ended_at had_test_drive had_write_up result updated_at',
        'quotes': 'quote_id lead_id store_id vin stock_number amount offer_id presented_at updated_at',
        'deals': 'store_id deal_number stock_number vin vehicle_class customer_id first_name last_name email phone lead_id salesperson_agent_id sale_type status contract_date booked_date accounting_date delivered_at unwound_on sale_price vehicle_cost recon_cost front_gross pack back_gross holdback trade_vin trade_acv trade_payoff updated_at',
        'recon_stage_visits': 'visit_id store_id stock_number stage entered_at exited_at vendor ro_number work_order_url cost budget blocker_reason updated_at',
        'appraisals': 'appraisal_id store_id vin lead_id acquisition_type requested_at appraised_at decided_at decision title_received_at offer_amount updated_at',
        'market_comps': 'comp_id observed_at model_year make model trim mileage vehicle_class price vin dma postal_code url first_seen_on last_seen_on updated_at',
        'listings': 'store_id vin stock_number channel observed_at status displayed_price url photo_count has_comments has_price has_window_sticker has_spin updated_at',
        'web_events': 'event_id occurred_at store_id session_id client_id event_name vin page_url page_type device utm_source utm_medium utm_campaign utm_content utm_term lead_id is_bot updated_at',
        'calls': 'provider call_id store_id started_at tracking_number caller_number direction ring_seconds talk_seconds outcome source_code campaign_id agent_id lead_id recording_url updated_at',
        'campaigns': 'platform campaign_id account_id campaign_name channel_group is_model_specific make model dma is_coop updated_at',
        'ad_performance': 'platform account_id campaign_id ad_group_id performance_date store_id impressions clicks cost conversions is_complete updated_at',
        'tasks': 'task_id lead_id agent_id task_type created_at due_at completed_at status updated_at',
        'messages': 'message_id lead_id customer_id store_id message_type channel sent_at offer_id is_automated updated_at',
        'consent_events': 'event_id customer_id email phone channel status occurred_at system updated_at',
        'digital_retailing_flows': 'flow_id flow_type store_id lead_id vin started_at submitted_at abandoned_at updated_at',
        'inbound_units': 'store_id order_number vin model_year make model trim eta_on status reserved_lead_id updated_at',
        'offers': 'offer_id kind name stores makes models terms valid_from valid_to approver updated_at',
        'targets': 'store_id metric period_start period_end value source_code make model updated_at',
    } -%}
    {{ return(columns[entity].split(' ')) }}
{%- endmacro %}
