"""Settings. Everything that differs between installations comes from the environment.

The documented list of variables is `docs/deployment.md`. Secrets may also be given as files (`NAME_FILE`), which is how
container secrets arrive. There is no default for a secret: a missing one stops the program at the start.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("KALTIM_DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()

# production | demo | test. Anything that is easier than production has to be asked for by name.
ENVIRONMENT = env("KALTIM_ENV", default="production")
IS_PRODUCTION = ENVIRONMENT == "production"
IS_DEMO = ENVIRONMENT == "demo"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where weaknesses are told: `mailto:…` or `https://…`, for /.well-known/security.txt.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "kaltim_naker.core.static_files.CollectedStaticFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "js_lib_bootstrap5",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "kaltim_naker.core",
    "kaltim_naker.regions",
    "kaltim_naker.accounts",
    "kaltim_naker.access",
    "kaltim_naker.audit",
    "kaltim_naker.pdf",
    "kaltim_naker.charts",
    "kaltim_naker.ui",
    "kaltim_naker.approvals",
    "kaltim_naker.imports",
    "programs",
    "trainees",
    "certifications",
    "companies",
    "kaltim_naker.privacy",
    "kaltim_naker.reports",
    "kaltim_naker.sandbox",
    "kaltim_naker.api",
    "kaltim_naker.dashboard",
    "kaltim_naker.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "kaltim_naker.core.headers.HeadersMiddleware",
    "kaltim_naker.api.middleware.SandboxMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kaltim_naker.ui.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kaltim_naker.accounts.middleware.SessionLimitsMiddleware",
    "kaltim_naker.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kaltim_naker.access.middleware.ScopeMiddleware",
    "kaltim_naker.audit.middleware.AuditContextMiddleware",
]

ROOT_URLCONF = "kaltim_naker.urls"
WSGI_APPLICATION = "kaltim_naker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kaltim_naker.ui.context_processors.site",
            ],
        },
    },
]

# --- data ----------------------------------------------------------------------------------------------------------
# Tables belong to a role of their own, which only `manage.py migrate` logs in as (docs/decisions/0021). Where no other
# address is given, the program's role owns them itself.
_AS_OWNER = env.bool("DATABASE_AS_OWNER", default=False)
_DATABASE_URL = env("DATABASE_OWNER_URL", default="") if _AS_OWNER else ""
DATABASES = {"default": env.db_url_config(_DATABASE_URL or env("DATABASE_URL"))}
DATABASES["default"].update(
    {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        # From where on a word is taken for a misspelt one (trainees.querysets); one wrong letter in five passes.
        "OPTIONS": {"options": "-c pg_trgm.word_similarity_threshold=0.45"},
        "ATOMIC_REQUESTS": True,
    }
)
# Where programs with a sandbox key write: a database of its own with a role of its own (docs/decisions/0023). It is
# none of DATABASES, so that no code can name it; kaltim_naker.core.sandbox puts it in the place of the default one.
_SANDBOX_URL = env("SANDBOX_DATABASE_URL", default="")
SANDBOX_DATABASE = (
    {**env.db_url_config(_SANDBOX_URL), "OPTIONS": dict(DATABASES["default"]["OPTIONS"])} if _SANDBOX_URL else None
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "kaltim_naker.core.sandbox.cache_key",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# What was done is said by name; it waits for the next page here, not in a cookie of the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATIC_URL = "/static/"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS = [BASE_DIR / "kaltim_naker" / "static"]
# History triggers follow the models: they are installed after each migrate instead of standing in migrations
# (docs/decisions/0004-history-by-triggers.md).
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

STORAGES = {
    # Private files: no URL leads to them; views check the reader and hand them out.
    "default": {"BACKEND": "kaltim_naker.core.storage.PrivateStorage"},
    # Tests read the files where they lie; elsewhere they are collected under names that change with their content.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A request without a file: a thousand people with everything that is known of them, or a workbook of 3 MB in Base64.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=20 * 1024 * 1024)
IMPORT_MAX_LINES = env.int("IMPORT_MAX_LINES", default=200_000)

# --- people --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "kaltim_naker.access.backends.RoleBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kaltim_naker.accounts.passwords.GuessablePasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_ADAPTER = "kaltim_naker.accounts.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Log-in, reset and confirmation are slowed down by allauth: the sixth wrong try within five minutes is refused.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# Whoever opens a page without a second factor is sent to set one up (docs/decisions/0020-log-in.md).
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=IS_PRODUCTION)
# Unmasking, approving, closing and the like ask again who it is, after this many seconds.
REAUTHENTICATION_REQUIRED = env.bool("REAUTHENTICATION_REQUIRED", default=ENVIRONMENT != "test")
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("REAUTHENTICATION_SECONDS", default=15 * 60)
MFA_ADAPTER = "kaltim_naker.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "kaltim_naker.accounts.second_factor.CodeForm",
    "reauthenticate": "kaltim_naker.accounts.second_factor.CodeAgainForm",
    "add_webauthn": "kaltim_naker.accounts.second_factor.PasskeyForm",
    "edit_webauthn": "kaltim_naker.accounts.second_factor.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the administrator gave the address
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Kaltim Naker"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones go wrong by half a minute
# Browsers let passkeys do without HTTPS on this very machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.bool("HTTPS", default=IS_PRODUCTION)
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="no-reply@localhost")

# Keys of the national identity number: `1:<base64 of 32 bytes>[,2:…]`; the highest id encrypts, all of them decrypt.
NIK_ENCRYPTION_KEYS = env("NIK_ENCRYPTION_KEYS")
NIK_INDEX_KEY = env("NIK_INDEX_KEY")
# Keys under certificates (Ed25519): `1:<base64 of 32 bytes>[,2:…]`; the highest id signs, all of them are published.
SIGNING_KEYS = env("SIGNING_KEYS")

# --- background ----------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
# In kilobytes, looked at between two tasks; long documents have a process of their own anyway (decision 0018).
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"reports.*": {"queue": "reports"}}
CELERY_TIMEZONE = "Asia/Makassar"
# Figures that are kept and have changed since are counted from the records while a year of theirs has no more of them
# than this; beyond it, pages show what was kept, with its time (docs/decisions/0013-kept-figures.md).
KEPT_LIVE_LIMIT = env.int("KEPT_LIVE_LIMIT", default=200_000)
# A job is given up after this many tries, and its owner is told (security.md §4).
JOB_MAX_ATTEMPTS = 3

# --- protection of personal data (UU 27/2022; domain.md §12, where the terms are marked as unsure) ---
PRIVACY = {
    "officer": env("PRIVACY_OFFICER", default=""),  # name of the data protection officer, shown in the notice
    "contact": env("PRIVACY_CONTACT", default=""),  # how he is reached
    "answer_hours": env.int("PRIVACY_ANSWER_HOURS", default=72),  # for access and correction, and all others here
    "applicant_years": env.int("PRIVACY_APPLICANT_YEARS", default=2),  # who was never trained
    "participant_years": env.int("PRIVACY_PARTICIPANT_YEARS", default=10),  # who was trained, and has no certificate
    "notice_days": env.int("PRIVACY_NOTICE_DAYS", default=30),  # between the announcement and the anonymisation
}

# --- quality of the data ---
# Days after which something is late on the board of data quality.
DATA_QUALITY_DAYS = {
    "result": env.int("QUALITY_RESULT_DAYS", default=14),  # from the assessment until its result is entered
    "certificate": env.int("QUALITY_CERTIFICATE_DAYS", default=60),  # from the assessment until the paper
    "closing": env.int("QUALITY_CLOSING_DAYS", default=7),  # from the last day of a class until it is closed
    "attendance": env.int("QUALITY_ATTENDANCE_DAYS", default=3),  # from a session until its marks
}
# Shares in per cent up to which a check is tolerated, where they differ from the check's own: {"phone_missing": 10}.
DATA_QUALITY_LIMITS = env.json("QUALITY_LIMITS", default={})

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Makassar"
# Kemendagri code of the province whose office runs this installation (domain.md §1).
HOME_PROVINCE = env("HOME_PROVINCE", default="64")

# --- walls ---------------------------------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=IS_PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
# Container health checks come over plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
TRUST_PROXY_HEADERS = env.bool("TRUST_PROXY_HEADERS", default=False)
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# A session ends after this long, whatever is done in it, and earlier when nobody uses it.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Whatever is not said by the base of all resources (kaltim_naker.api.rest.viewsets) is closed to everybody.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["kaltim_naker.api.rest.encoding.ExactRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kaltim_naker.api.rest.parsing.PlainJSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "kaltim_naker.api.rest.schema.ResourceSchema",
    "EXCEPTION_HANDLER": "kaltim_naker.api.rest.errors.answer_problem",
    "NUM_PROXIES": 1,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "kaltim_naker",
    "DESCRIPTION": "Programmes, job seekers, certificates and figures of the provincial manpower office, for programs.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "PlacementKind": "trainees.choices.PlacementKind",
        "SiteKind": "companies.choices.SiteKind",
        "ApprenticeshipKind": "companies.choices.apprenticeships.ApprenticeshipKind",
        "ActivityKind": "programs.choices.ActivityKind",
    },
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kaltim_naker.api.examples.add_examples",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_nik": {"()": "kaltim_naker.core.logs.MaskNik"}},
    "formatters": {
        "line": {
            "()": "kaltim_naker.core.logs.MaskedLines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["mask_nik"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # By default it mails the whole request of a failure to whoever stands in ADMINS.
        "django": {"handlers": []},
        "pgtrigger": {"level": "WARNING"},  # names each of some two hundred triggers at every migrate
        # WeasyPrint logs each address that it was refused, and an address may come from data.
        **{name: {"level": "CRITICAL"} for name in ("weasyprint", "weasyprint.progress")},
        "pikepdf": {"level": "WARNING"},  # reports its own start at every import
    },
}

# --- the pace of a year (docs/decisions/0014-pace.md) --------------------------------------------------------------
# A centre with fewer closed classes is judged by what all centres have shown.
PACE_MINIMUM_CLASSES = env.int("PACE_MINIMUM_CLASSES", default=5)
# Per cent of years that the interval around the expected figure is made to cover.
PACE_LEVEL = env.int("PACE_LEVEL", default=80)

# --- calls of webhooks ---------------------------------------------------------------------------------------------
# Only to try: lets webhooks call this machine itself, and by plain http. Never in production.
WEBHOOK_ALLOW_LOOPBACK = not IS_PRODUCTION and env.bool("WEBHOOK_ALLOW_LOOPBACK", default=False)

# --- the office's own wording --------------------------------------------------------------------------------------
LETTERHEAD = {
    "government": env("LETTERHEAD_GOVERNMENT", default="Pemerintah Provinsi Kalimantan Timur"),
    "office": env("LETTERHEAD_OFFICE", default="Dinas Tenaga Kerja dan Transmigrasi"),
    "address": env("LETTERHEAD_ADDRESS", default=""),
    "place": env("LETTERHEAD_PLACE", default="Samarinda"),
    # A PNG, JPEG or SVG of the coat of arms; without it, its place in the letterhead stays blank.
    "logo": env("LETTERHEAD_LOGO", default=""),
}
