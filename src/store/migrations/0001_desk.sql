ALTER TABLE "subthreshold"."articles" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(text, 200000)), 'B')) STORED;--> statement-breakpoint
ALTER TABLE "subthreshold"."incidents" ADD COLUMN "assignee" text;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "correction" jsonb;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "assignee" text;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "undoes" bigint;--> statement-breakpoint
CREATE INDEX "articles_search" ON "subthreshold"."articles" USING gin ("search");--> statement-breakpoint
CREATE INDEX "articles_threats" ON "subthreshold"."articles" USING gin (("classification" -> 'threats'));--> statement-breakpoint
CREATE INDEX "articles_actors" ON "subthreshold"."articles" USING gin (("classification" -> 'actors'));--> statement-breakpoint
CREATE INDEX "articles_affected" ON "subthreshold"."articles" USING gin (("classification" -> 'affected'));--> statement-breakpoint
CREATE INDEX "articles_locations" ON "subthreshold"."articles" USING gin (("classification" -> 'locations'));--> statement-breakpoint
CREATE INDEX "articles_patterns" ON "subthreshold"."articles" USING gin (("classification" -> 'patterns'));--> statement-breakpoint
CREATE INDEX "incidents_updated" ON "subthreshold"."incidents" USING btree ("updated_at");