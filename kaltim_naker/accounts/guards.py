"""What the database itself holds about accounts: no office loses its last administrator.

Checked when the transaction ends, so that one administrator can be put in the place of another; `check_now` checks
earlier, where the answer has to be told in words.
"""

import pgtrigger
from django.apps import apps
from django.db import connection
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.roles import ADMINISTRATORS
from kaltim_naker.core.constraints import explain_violation
from kaltim_naker.core.errors import DomainError

LAST_ADMINISTRATOR = "accounts_office_keeps_administrator"

# Who was invited and has not come, and the user behind a token, have no password and can help nobody.
_CAN_ACT = "person.is_active AND left(person.password, 1) <> '!'"
_ROLE_OF_OFFICE = "CASE office.kind {} END".format(
    " ".join(f"WHEN '{kind}' THEN '{role}'" for kind, role in ADMINISTRATORS.items())
)
_REFUSE_IF_NONE_IS_LEFT = """
    FOR lost IN {lost} LOOP
        IF NOT EXISTS (
            SELECT 1
            FROM accounts_membership AS held
            JOIN accounts_office AS office ON office.id = held.office_id
            JOIN accounts_user AS person ON person.id = held.user_id
            WHERE held.office_id = lost.office_id AND held.role = {role} AND {can_act}
        ) THEN
            RAISE EXCEPTION 'office % has no administrator left', lost.office_id USING
                ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = '{constraint}',
                DETAIL = lost.office_id::text;
        END IF;
    END LOOP;
    RETURN NULL;
"""
_OF_A_ROLE = """
    SELECT office.id AS office_id
    FROM accounts_office AS office
    JOIN accounts_user AS person ON person.id = OLD.user_id
    WHERE office.id = OLD.office_id AND OLD.role = {role} AND {can_act}
"""
_OF_A_PERSON = """
    SELECT office.id AS office_id
    FROM accounts_membership AS held
    JOIN accounts_office AS office ON office.id = held.office_id
    WHERE held.user_id = OLD.id AND held.role = {role} AND left(OLD.password, 1) <> '!'
"""


def _at_the_end(
    operation: pgtrigger.Operation, lost: str, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    words = {"role": _ROLE_OF_OFFICE, "can_act": _CAN_ACT}
    return pgtrigger.Trigger(
        name="keeps_administrator",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=condition,
        declare=[("lost", "record")],
        func=_REFUSE_IF_NONE_IS_LEFT.format(lost=lost.format(**words), constraint=LAST_ADMINISTRATOR, **words),
    )


OF_MEMBERSHIPS = _at_the_end(pgtrigger.Update | pgtrigger.Delete, _OF_A_ROLE)
OF_USERS = _at_the_end(pgtrigger.Update, _OF_A_PERSON, pgtrigger.Condition("OLD.is_active AND NOT NEW.is_active"))


def check_now() -> None:
    """Raises IntegrityError if what was written so far leaves an office without an administrator."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _explain(office_id: str) -> DomainError:
    office = apps.get_model("accounts", "Office").objects.filter(pk=office_id or None).first()
    message = _("%(office)s would be left without an administrator. Give somebody else this role first.")
    return DomainError("last_administrator", message % {"office": office or "–"})


explain_violation(LAST_ADMINISTRATOR, _explain)
