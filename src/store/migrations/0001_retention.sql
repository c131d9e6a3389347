-- Decisions are kept as long as their incident: retention alone may delete them, and says so in its transaction.
CREATE OR REPLACE FUNCTION "subthreshold"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' AND current_setting('subthreshold.retention', true) = 'on' THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'decisions are kept: rows of % are never changed or deleted', TG_TABLE_NAME;
END;
$$;
