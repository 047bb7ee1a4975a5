"""Containers, systemd, clusters: everything comes from the environment, or nothing starts."""

from contoso.connections import database
from contoso.settings.base import *  # noqa: F403 - settings modules refine each other so
from contoso.settings.base import ENVIRONMENT, STORAGES

ENVIRONMENT.demand(
    DATABASE_URL=ENVIRONMENT.database_url,
    REDIS_URL=ENVIRONMENT.redis_url,
    SECRET_KEY=ENVIRONMENT.secret_key,
    ALLOWED_HOSTS=ENVIRONMENT.allowed_hosts,
)

DATABASES = {
    "default": database(
        str(ENVIRONMENT.database_url),
        pool_size=ENVIRONMENT.database_pool_size or None,
        statement_timeout=ENVIRONMENT.statement_timeout,
    ),
}
REDIS_URL = str(ENVIRONMENT.redis_url)
COUNTERS = REDIS_URL
SECRET_KEY = str(ENVIRONMENT.secret_key)
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.trusted_origins)

# TLS ends at the proxy in front, which sets this header and strips the client's own.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
