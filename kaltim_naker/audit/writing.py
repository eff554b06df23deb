"""Who writes history: its triggers, with the rights of whoever owns the tables (docs/decisions/0021).

A trigger runs with the rights of the statement that starts it, so the program would need the right to add entries, and
could add ones that no change made. As SECURITY DEFINER the triggers need no right of the program's.
"""

#: Every trigger function that adds to a history table. The path of names is fixed, so that no table of the session can
#: stand in the place of one of ours; and nobody else may hang such a function on a table of his own.
WRITE_AS_OWNER = """
DO $$
DECLARE
    writer regprocedure;
BEGIN
    FOR writer IN
        SELECT DISTINCT pg_proc.oid::regprocedure
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_'
            AND prosrc LIKE '%"pgh_obj_id"%'
            AND NOT (prosecdef AND proconfig IS NOT NULL)
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', writer);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', writer);
    END LOOP;
END $$
"""

#: Triggers ask this function whether they are to stand aside; a setting of the session says which. The program's role
#: may not say so: it would write past the history. `audit_forget` puts the guard of a history table aside, with the
#: owner's rights, and nothing else.
NEVER_ASIDE = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    aside text := nullif(current_setting('pgtrigger.ignore', true), '');
    chosen text := nullif(current_setting('role'), 'none');
BEGIN
    IF aside IS NULL OR NOT (trigger_name = ANY(aside::text[])) THEN
        RETURN false;
    END IF;
    IF coalesce(chosen, session_user) <> '{program}' THEN
        RETURN true;
    END IF;
    RETURN current_user <> '{program}' AND starts_with(trigger_name::text, 'pgtrigger_append_only_');
END $$
"""
