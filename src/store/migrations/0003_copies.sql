ALTER TABLE "subthreshold"."articles" ADD COLUMN "copy_of" text;--> statement-breakpoint
ALTER TABLE "subthreshold"."feeds" ADD COLUMN "subscribed" boolean DEFAULT true NOT NULL;