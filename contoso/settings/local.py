"""One machine: whatever the environment does not name is started or made under its home."""

from contoso.connections import database
from contoso.settings.base import *  # noqa: F403 - settings modules refine each other so
from contoso.settings.base import CONTOSO_HOME, ENVIRONMENT
from contoso.settings.local_secret import local_secret
from contoso.startup.places import Places

_places = Places(CONTOSO_HOME)

DATABASES = {
    "default": database(
        ENVIRONMENT.database_url or _places.database_url,
        pool_size=ENVIRONMENT.database_pool_size or None,
        statement_timeout=ENVIRONMENT.statement_timeout,
    ),
}
REDIS_URL = ENVIRONMENT.redis_url or _places.redis_url
COUNTERS = REDIS_URL
SECRET_KEY = ENVIRONMENT.secret_key or local_secret(CONTOSO_HOME / "secret_key")
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]"]

# Static files are served from where the packages keep them: nothing to collect first.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
