CREATE SCHEMA IF NOT EXISTS "subthreshold";
--> statement-breakpoint
CREATE SEQUENCE "subthreshold"."placements" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "subthreshold"."alerts" (
	"subscriber" text NOT NULL,
	"subject" text NOT NULL,
	"rule" text NOT NULL,
	"incident_id" bigint,
	"trouble" jsonb,
	"at" timestamp with time zone NOT NULL,
	"due" timestamp with time zone NOT NULL,
	"delivery" uuid,
	"told" boolean DEFAULT false NOT NULL,
	CONSTRAINT "alerts_subscriber_subject_pk" PRIMARY KEY("subscriber","subject")
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."articles" (
	"item_key" text PRIMARY KEY NOT NULL,
	"incident_id" bigint,
	"url" text,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"text_from" text NOT NULL,
	"page_error" text,
	"author" text,
	"language" text,
	"published_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"version" integer NOT NULL,
	"flag" text NOT NULL,
	"score" real NOT NULL,
	"classification" jsonb NOT NULL,
	"page" jsonb,
	"rule_set" text NOT NULL,
	"copy_of" text,
	"signature" jsonb,
	"placement" bigint,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(text, 200000)), 'B')) STORED
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."deliveries" (
	"key" uuid PRIMARY KEY NOT NULL,
	"subscriber" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"content" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."digests" (
	"kind" text DEFAULT 'day' NOT NULL,
	"day" date NOT NULL,
	"zone" text NOT NULL,
	"version" integer NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "digests_kind_day_zone_version_pk" PRIMARY KEY("kind","day","zone","version")
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."feeds" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"url" text NOT NULL,
	"language" text NOT NULL,
	"topics" text[] DEFAULT '{}'::text[] NOT NULL,
	"reliability" text NOT NULL,
	"interval_seconds" integer NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"subscribed" boolean DEFAULT true NOT NULL,
	"moved_to" text,
	"etag" text,
	"last_modified" text,
	"last_polled_at" timestamp with time zone,
	"last_ok_at" timestamp with time zone,
	"ttl" integer,
	"last_new_item_at" timestamp with time zone,
	"next_poll_at" timestamp with time zone,
	"history" jsonb DEFAULT '{"last":null,"since":null,"failures":0}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."incidents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subthreshold"."incidents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"flag" text NOT NULL,
	"score" real NOT NULL,
	"priority" real NOT NULL,
	"severity" smallint NOT NULL,
	"state" text DEFAULT 'new' NOT NULL,
	"assignee" text,
	"first_seen" timestamp with time zone NOT NULL,
	"last_seen" timestamp with time zone NOT NULL,
	"threats" text[] DEFAULT '{}'::text[] NOT NULL,
	"actors" text[] DEFAULT '{}'::text[] NOT NULL,
	"affected" text[] DEFAULT '{}'::text[] NOT NULL,
	"locations" text[] DEFAULT '{}'::text[] NOT NULL,
	"cues" text[] DEFAULT '{}'::text[] NOT NULL,
	"patterns" text[] DEFAULT '{}'::text[] NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."item_names" (
	"name" text PRIMARY KEY NOT NULL,
	"item_key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."items" (
	"key" text PRIMARY KEY NOT NULL,
	"feed_id" text NOT NULL,
	"guid" text,
	"url" text,
	"title" text NOT NULL,
	"author" text,
	"published_at" timestamp with time zone,
	"first_seen_at" timestamp with time zone NOT NULL,
	"feed_text" text,
	"fingerprint" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."reviews" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subthreshold"."reviews_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" bigint NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"note" text,
	"correction" jsonb,
	"assignee" text,
	"undoes" bigint,
	"state_before" text NOT NULL,
	"state_after" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "subthreshold"."alerts" ADD CONSTRAINT "alerts_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "subthreshold"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."alerts" ADD CONSTRAINT "alerts_delivery_deliveries_key_fk" FOREIGN KEY ("delivery") REFERENCES "subthreshold"."deliveries"("key") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."articles" ADD CONSTRAINT "articles_item_key_items_key_fk" FOREIGN KEY ("item_key") REFERENCES "subthreshold"."items"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."articles" ADD CONSTRAINT "articles_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "subthreshold"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."item_names" ADD CONSTRAINT "item_names_item_key_items_key_fk" FOREIGN KEY ("item_key") REFERENCES "subthreshold"."items"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."items" ADD CONSTRAINT "items_feed_id_feeds_id_fk" FOREIGN KEY ("feed_id") REFERENCES "subthreshold"."feeds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD CONSTRAINT "reviews_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "subthreshold"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_due" ON "subthreshold"."alerts" USING btree ("told","due");--> statement-breakpoint
CREATE INDEX "articles_published" ON "subthreshold"."articles" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX "articles_incident" ON "subthreshold"."articles" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "articles_rule_set" ON "subthreshold"."articles" USING btree ("rule_set");--> statement-breakpoint
CREATE INDEX "articles_placement" ON "subthreshold"."articles" USING btree ("placement");--> statement-breakpoint
CREATE INDEX "articles_search" ON "subthreshold"."articles" USING gin ("search");--> statement-breakpoint
CREATE INDEX "articles_threats" ON "subthreshold"."articles" USING gin (("classification" -> 'threats'));--> statement-breakpoint
CREATE INDEX "articles_actors" ON "subthreshold"."articles" USING gin (("classification" -> 'actors'));--> statement-breakpoint
CREATE INDEX "articles_affected" ON "subthreshold"."articles" USING gin (("classification" -> 'affected'));--> statement-breakpoint
CREATE INDEX "articles_locations" ON "subthreshold"."articles" USING gin (("classification" -> 'locations'));--> statement-breakpoint
CREATE INDEX "articles_patterns" ON "subthreshold"."articles" USING gin (("classification" -> 'patterns'));--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "subthreshold"."deliveries" USING btree ("state","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "feeds_url" ON "subthreshold"."feeds" USING btree ("url") WHERE subscribed;--> statement-breakpoint
CREATE INDEX "incidents_queue" ON "subthreshold"."incidents" USING btree ("state","priority","last_seen");--> statement-breakpoint
CREATE INDEX "incidents_seen" ON "subthreshold"."incidents" USING btree ("last_seen");--> statement-breakpoint
CREATE INDEX "incidents_updated" ON "subthreshold"."incidents" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "item_names_item" ON "subthreshold"."item_names" USING btree ("item_key");--> statement-breakpoint
CREATE INDEX "items_state" ON "subthreshold"."items" USING btree ("state","first_seen_at");--> statement-breakpoint
CREATE INDEX "items_feed" ON "subthreshold"."items" USING btree ("feed_id","first_seen_at");--> statement-breakpoint
CREATE INDEX "reviews_incident" ON "subthreshold"."reviews" USING btree ("incident_id","id");--> statement-breakpoint
CREATE FUNCTION "subthreshold"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- Decisions are kept as long as their incident: retention alone may delete them, and says so in its transaction.
	IF TG_OP = 'DELETE' AND current_setting('subthreshold.retention', true) = 'on' THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'decisions are kept: rows of % are never changed or deleted', TG_TABLE_NAME;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "reviews_append_only" BEFORE UPDATE OR DELETE ON "subthreshold"."reviews"
	FOR EACH ROW EXECUTE FUNCTION "subthreshold"."refuse_change"();
