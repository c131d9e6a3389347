ALTER TABLE "subthreshold"."feeds" DROP CONSTRAINT "feeds_url_unique";--> statement-breakpoint
CREATE UNIQUE INDEX "feeds_url" ON "subthreshold"."feeds" USING btree ("url") WHERE subscribed;