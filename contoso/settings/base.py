"""Settings that hold everywhere; `local`, `test` and `production` refine them."""

from datetime import timedelta
from pathlib import Path

from contoso.bus_trace import with_bus_trace
from contoso.code_mask import MaskedFormatter
from contoso.environment import Environment
from contoso.settings.api_description import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS  # noqa: PLC0414 - a setting
from contoso.settings.console import UNFOLD as UNFOLD  # noqa: PLC0414 - a setting
from contoso.storages import storages

BASE_DIR = Path(__file__).resolve().parents[2]
ENVIRONMENT = Environment.read()

CONTOSO_HOME = ENVIRONMENT.home
CONTOSO_KEY_RING = ENVIRONMENT.key_ring
CONTOSO_KEY_RING_KEYS = ENVIRONMENT.key_ring_keys
ORDER_TIMEOUT = ENVIRONMENT.order_timeout
PRINT_JOB_TIMEOUT = ENVIRONMENT.print_job_timeout
# So long a package is kept that nobody confirms as printed.
PACKAGE_RETENTION = ENVIRONMENT.package_retention
# In the console, a mint of more tokens needs a second operator.
MINT_APPROVAL_ABOVE = ENVIRONMENT.mint_approval_above
# A private key and its certificate in PEM; without them, a file beside the key ring.
PACKAGE_SIGNING_KEY = ENVIRONMENT.package_signing_key
PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000
MAX_BODY_BYTES = 1024 * 1024
# A read that names a position waits so long for the read models to reach it.
POSITION_WAIT_SECONDS = 5.0
# So long the answer to a command with an idempotency key is kept.
REPEATABLE_FOR = timedelta(days=7)

DEBUG = False
ROOT_URLCONF = "contoso.urls"
WSGI_APPLICATION = "contoso.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "contoso",
    "tokens",
    "projections",
    "api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "contoso.console.content_security.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "contoso.request_metrics.RequestMetrics",
    "contoso.body_limit.BodyLimit",
    "contoso.console.null_characters.NoNullCharacters",
    "contoso.database_away.DatabaseAway",
    "contoso.console.signing_in.EndOfSession",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before those of unfold, whose home page the console replaces.
        "DIRS": [BASE_DIR / "contoso" / "console" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "contoso.formats"

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"

STORAGES = storages(CONTOSO_HOME)

# OData addresses have no trailing slash, and a redirect would drop a POST's body.
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# An operator's day. Who types ten wrong passwords for an account must wait.
SESSION_COOKIE_AGE = 12 * 60 * 60
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "contoso.console.signing_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "api.client_address.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# So many wrong codes within a window are let through; see api/attempts.py.
COUNTERS: str | None = None  # a Redis
REDEMPTION_WINDOW = timedelta(minutes=10)
REDEMPTION_LIMITS = {"client": 1000, "account": 10, "address": 100}
REDEMPTION_WITHOUT_COUNTERS = ENVIRONMENT.redemption_without_counters
CLIENT_ADDRESS_HEADER = ENVIRONMENT.client_address_header

# So much a client may have outstanding; see api/quotas.py.
QUOTAS = ENVIRONMENT.quotas

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.BasicClientAuthentication",
        "api.authentication.BearerAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.IsClient"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": MaskedFormatter,
            "format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": ENVIRONMENT.log_level,
        },
    },
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {
        # Two lines a second and worker for the ticks alone would bury everything else.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
    },
}
if ENVIRONMENT.bus_trace is not None:
    LOGGING = with_bus_trace(LOGGING, ENVIRONMENT.bus_trace)
