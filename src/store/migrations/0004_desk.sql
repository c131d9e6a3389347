CREATE TABLE "subthreshold"."presence" (
	"page" uuid PRIMARY KEY NOT NULL,
	"who" text NOT NULL,
	"incident_id" bigint NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."second_opinion_rule" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"share" smallint NOT NULL,
	"escalations" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."second_opinions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subthreshold"."second_opinions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"incident_id" bigint NOT NULL,
	"review_id" bigint NOT NULL,
	"why" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"by" text,
	"decision" text,
	"reason" text,
	"note" text,
	"at" timestamp with time zone,
	CONSTRAINT "second_opinions_review_id_unique" UNIQUE("review_id")
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."views" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subthreshold"."views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"search" text NOT NULL,
	"order" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "subthreshold"."incidents" ADD COLUMN "hand_flag" text;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "verdict" text;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "flag" text;--> statement-breakpoint
ALTER TABLE "subthreshold"."presence" ADD CONSTRAINT "presence_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "subthreshold"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."second_opinions" ADD CONSTRAINT "second_opinions_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "subthreshold"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."second_opinions" ADD CONSTRAINT "second_opinions_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "subthreshold"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "presence_seen" ON "subthreshold"."presence" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "second_opinions_incident" ON "subthreshold"."second_opinions" USING btree ("incident_id");--> statement-breakpoint
CREATE UNIQUE INDEX "views_name" ON "subthreshold"."views" USING btree (lower("name"));