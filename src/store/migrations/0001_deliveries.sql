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
ALTER TABLE "subthreshold"."alerts" ADD CONSTRAINT "alerts_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "subthreshold"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subthreshold"."alerts" ADD CONSTRAINT "alerts_delivery_deliveries_key_fk" FOREIGN KEY ("delivery") REFERENCES "subthreshold"."deliveries"("key") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_due" ON "subthreshold"."alerts" USING btree ("told","due");--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "subthreshold"."deliveries" USING btree ("state","created_at");