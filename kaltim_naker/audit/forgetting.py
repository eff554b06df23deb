"""Taking what the law wants erased out of the history, too (UU 27/2022, article 43)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model
from django.utils import timezone

#: Made by whoever owns the tables, and run with that role's rights: the program itself may not touch history (0021). It
#: writes over columns of past versions, never over what happened, when and by whom; the server's log says it was used.
FORGET = """
CREATE OR REPLACE FUNCTION audit_forget(history regclass, keys text[], replacement jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    guard text;
    names text;
    written bigint;
BEGIN
    SELECT tgname INTO guard FROM pg_trigger WHERE tgrelid = history AND tgname LIKE 'pgtrigger\\_append\\_only\\_%';
    SELECT string_agg(quote_ident(name), ', ') INTO names FROM jsonb_object_keys(replacement) AS name;
    IF guard IS NULL OR names IS NULL OR names LIKE '%pgh\\_%' THEN
        RAISE EXCEPTION 'nothing to forget in %', history USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('pgtrigger.ignore', format('{%s}', guard), true);
    EXECUTE format(
        'UPDATE %s SET (%s) = (SELECT %s FROM jsonb_populate_record(NULL::%s, $1)) WHERE pgh_obj_id::text = ANY($2)',
        history, names, names, history
    ) USING replacement, keys;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RAISE LOG 'history: % versions in % were forgotten', written, history;
    RETURN written;
END $$;
REVOKE ALL ON FUNCTION audit_forget FROM PUBLIC
"""


def forget_in_history(model: type[Model], keys: Iterable[object], values: Mapping[str, Any]) -> set[date]:
    """Write values over columns of all past versions of these rows; returns the days that these versions are of.

    The only door through the protection of a history table. That something happened, when, and by whom, stays. Sealed
    days have to be sealed again by the caller (`chain.seal_again`), all at once, with the reason.
    """
    events = getattr(model, "pgh_event_model", None)
    kept = {column.name: column for column in events._meta.concrete_fields} if events else {}
    replacement = {kept[name].column: value for name, value in values.items() if name in kept}
    if events is None or not replacement:
        return set()
    keys = [str(key) for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_forget(%s::regclass, %s, %s::jsonb)",
            [events._meta.db_table, keys, json.dumps(replacement, cls=_Encoder)],
        )
    moments = events._default_manager.filter(pgh_obj_id__in=keys).values_list("pgh_created_at", flat=True)
    return {timezone.localdate(moment) for moment in moments}


class _Encoder(DjangoJSONEncoder):
    """Bytes as PostgreSQL writes them, and a record by its key."""

    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return f"\\x{bytes(o).hex()}"
        return o.pk if isinstance(o, Model) else super().default(o)
