"""Programs of regional offices, with secrets that everybody may know, and a role that waits for a second person."""

from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.api.constants import LIFETIMES, PREFIX_LETTERS, SANDBOX_MARK, SECRET_MARK
from kaltim_naker.api.models.tokens import digest_of
from kaltim_naker.api.services import make_token
from kaltim_naker.api.services.tokens import grants_for
from kaltim_naker.approvals.roles import ask_for_role
from kaltim_naker.core import sandbox
from kaltim_naker.demo.users import LOGINS, instructor_login

_NAME = "SIM contoh"
_REASON = "Mengajar juga di Bontang mulai bulan depan"


def secret_of(office_code: str, *, is_sandbox: bool) -> str:
    """The secret of an office's program in the demonstration; printed on purpose, like the password."""
    return f"{SANDBOX_MARK if is_sandbox else SECRET_MARK}demo-{office_code}"


def offices_with_programs() -> list[str]:
    """Codes of the regional offices that have a log-in."""
    return [login.office for login in LOGINS if login.role == Role.REGIONAL_OPERATOR]


def give_tokens() -> None:
    """Each of them has a token, and one for the sandbox where there is one."""
    for code in offices_with_programs():
        office = Office.objects.get(code=code)
        operator = User.objects.get(memberships__office=office)
        for is_sandbox in (False, True) if sandbox.is_configured() else (False,):
            _give_token(operator, office, is_sandbox)


def _give_token(operator: User, office: Office, is_sandbox: bool) -> None:
    token, _secret = make_token(
        actor=operator,
        office=office,
        name=_NAME,
        grants=grants_for(office),
        days=max(LIFETIMES),
        is_sandbox=is_sandbox,
    )
    known = secret_of(office.code, is_sandbox=is_sandbox)
    token.secrets.update(prefix=known[:PREFIX_LETTERS], digest=digest_of(known))


def ask_for_a_role() -> None:
    """The instructor is to teach at the other centre as well; somebody else has to approve it."""
    administrator = Membership.objects.filter(role=Role.SYSTEM_ADMIN).select_related("user").get().user
    office = Office.objects.get(code="blki-bontang")
    ask_for_role(actor=administrator, user=instructor_login(), office=office, role=Role.INSTRUCTOR, reason=_REASON)
