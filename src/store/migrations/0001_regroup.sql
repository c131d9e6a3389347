ALTER TABLE "subthreshold"."incidents" ADD COLUMN "joined_into" bigint;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "other" bigint;--> statement-breakpoint
ALTER TABLE "subthreshold"."reviews" ADD COLUMN "articles" text[];