DROP INDEX "subthreshold"."incidents_queue";--> statement-breakpoint
DROP INDEX "subthreshold"."articles_rule_set";--> statement-breakpoint
DROP INDEX "subthreshold"."incidents_seen";--> statement-breakpoint
CREATE INDEX "articles_read" ON "subthreshold"."articles" USING btree ("read_at");--> statement-breakpoint
CREATE INDEX "articles_incident_search" ON "subthreshold"."articles" USING gin ("search") WHERE (incident_id is null) is false;--> statement-breakpoint
CREATE INDEX "articles_incident_rules" ON "subthreshold"."articles" USING gin (jsonb_path_query_array("classification", '$.evidence[*].rule')) WHERE (incident_id is null) is false;--> statement-breakpoint
CREATE INDEX "incidents_priority" ON "subthreshold"."incidents" USING btree ("priority","id");--> statement-breakpoint
CREATE INDEX "items_seen" ON "subthreshold"."items" USING btree ("first_seen_at");--> statement-breakpoint
CREATE INDEX "items_feed_told" ON "subthreshold"."items" USING btree ("feed_id",coalesce("published_at", "first_seen_at"));--> statement-breakpoint
CREATE INDEX "articles_rule_set" ON "subthreshold"."articles" USING btree ("rule_set","flag");--> statement-breakpoint
CREATE INDEX "incidents_seen" ON "subthreshold"."incidents" USING btree ("last_seen","id");