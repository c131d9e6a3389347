CREATE TABLE "subthreshold"."rule_proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subthreshold"."rule_proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"item_key" text,
	"note" text,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "subthreshold"."rule_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "subthreshold"."rule_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"file" text NOT NULL,
	"content" text,
	"by" text,
	"at" timestamp with time zone NOT NULL,
	"note" text
);
--> statement-breakpoint
ALTER TABLE "subthreshold"."rule_proposals" ADD CONSTRAINT "rule_proposals_item_key_items_key_fk" FOREIGN KEY ("item_key") REFERENCES "subthreshold"."items"("key") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rule_proposals_state" ON "subthreshold"."rule_proposals" USING btree ("state","rule");--> statement-breakpoint
CREATE INDEX "rule_versions_file" ON "subthreshold"."rule_versions" USING btree ("file","id");