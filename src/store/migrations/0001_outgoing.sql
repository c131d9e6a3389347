CREATE TABLE "subthreshold"."installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "subthreshold"."incidents" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;