ALTER TABLE "subthreshold"."digests" ADD COLUMN "kind" text DEFAULT 'day' NOT NULL;--> statement-breakpoint
ALTER TABLE "subthreshold"."digests" DROP CONSTRAINT "digests_day_zone_version_pk";--> statement-breakpoint
ALTER TABLE "subthreshold"."digests" ADD CONSTRAINT "digests_kind_day_zone_version_pk" PRIMARY KEY("kind","day","zone","version");
