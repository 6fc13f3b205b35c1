update marts.mart_speed_to_lead set responded = responded + 1 where rowid = 0;
update marts.mart_speed_to_lead set within_sla = sla_elapsed + 1 where rowid = 0;
update marts.mart_speed_to_lead set within_5_min = responded + 1 where rowid = 0
