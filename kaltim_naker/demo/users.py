"""Log-ins of the demo: one for each role. The names are invented, the password is no secret."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role

DEMO_DOMAIN = "demo.kaltim.test"
DEMO_PASSWORD = "naker-kaltim-2025"  # noqa: S105 - printed on purpose; the demo refuses to load in production

_PROVINCE = "disnakertrans-kaltim"


@dataclass(frozen=True)
class Login:
    name: str
    role: Role
    office: str
    full_name: str

    @property
    def email(self) -> str:
        return f"{self.name}@{DEMO_DOMAIN}"


LOGINS = (
    Login("perencana", Role.PLANNER, _PROVINCE, "Ratna Purnamasari"),
    Login("kepala.dinas", Role.HEAD_OF_OFFICE, _PROVINCE, "Bambang Tri Wicaksono"),
    Login("admin.balikpapan", Role.CENTRE_ADMIN, "blki-balikpapan", "Yusniar Rachman"),
    Login("admin.bontang", Role.CENTRE_ADMIN, "blki-bontang", "Hendrik Lasut"),
    Login("instruktur", Role.INSTRUCTOR, "blki-balikpapan", "Suryadi Prabowo"),
    Login("sertifikasi", Role.CERTIFICATION_OFFICER, _PROVINCE, "Meilani Anjani"),
    Login("magang", Role.APPRENTICESHIP_OFFICER, _PROVINCE, "Taufik Ismawan"),
    Login("kerjasama", Role.PARTNERSHIP_OFFICER, _PROVINCE, "Dian Kartikasari"),
    Login("disnaker.samarinda", Role.REGIONAL_OPERATOR, "disnaker-samarinda", "Norhasanah"),
    Login("disnaker.bontang", Role.REGIONAL_OPERATOR, "disnaker-bontang", "Petrus Lejau"),
    Login("auditor", Role.AUDITOR, _PROVINCE, "Wulan Puspitasari"),
    Login("admin.sistem", Role.SYSTEM_ADMIN, _PROVINCE, "Arya Nugroho"),
)


def create_users() -> list[User]:
    """Create the accounts with their roles. The hash is computed once: it is meant to be slow."""
    offices = {office.code: office for office in Office.objects.all()}
    hashed = make_password(DEMO_PASSWORD)
    users = User.objects.bulk_create(
        User(
            email=login.email,
            full_name=login.full_name,
            password=hashed,
            is_staff=login.role == Role.SYSTEM_ADMIN,
        )
        for login in LOGINS
    )
    Membership.objects.bulk_create(
        Membership(user=user, office=offices[login.office], role=login.role)
        for user, login in zip(users, LOGINS, strict=True)
    )
    return users


def planner() -> User:
    """In whose name the province acts: sets targets, looks at signals, calls graduates."""
    return User.objects.get(email=LOGINS[0].email)


def head_of_office() -> User:
    """Who approves what the planner proposes."""
    return User.objects.get(email=LOGINS[1].email)


def partnership_officer() -> User:
    """In whose name companies are entered, measured and coached, and agreements are signed."""
    return User.objects.get(email=next(login.email for login in LOGINS if login.role == Role.PARTNERSHIP_OFFICER))


def centre_admins() -> dict[int, User]:
    """Who does the daily work of each centre, by the key of the centre."""
    held = Membership.objects.filter(role=Role.CENTRE_ADMIN).select_related("user")
    return {membership.office_id: membership.user for membership in held}


def instructor_login() -> User:
    """The instructor with an account."""
    return User.objects.get(email=next(login.email for login in LOGINS if login.role == Role.INSTRUCTOR))
