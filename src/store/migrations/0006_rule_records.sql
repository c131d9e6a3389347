CREATE FUNCTION "subthreshold"."rules_of"(classification jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT evidence ->> 'rule'), '{}')
  FROM jsonb_array_elements(classification -> 'evidence') AS evidence
$$;--> statement-breakpoint
DROP INDEX "subthreshold"."articles_incident_rules";--> statement-breakpoint
ALTER TABLE "subthreshold"."articles" ADD COLUMN "rules" text[] GENERATED ALWAYS AS (subthreshold.rules_of(classification)) STORED;--> statement-breakpoint
CREATE INDEX "articles_incident_rules" ON "subthreshold"."articles" USING gin ("rules") WHERE (incident_id is null) is false;