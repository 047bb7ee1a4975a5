"""The tests: servers of their own, cheap hashing, nothing left behind."""

import os
import tempfile
from pathlib import Path

from contoso.connections import database
from contoso.settings.base import *  # noqa: F403 - settings modules refine each other so
from contoso.settings.base import ENVIRONMENT, INSTALLED_APPS
from contoso.startup.places import Places
from contoso.storages import storages

# One home a test run; contoso.tests.servers makes it, starts what it needs there, and
# removes it.
CONTOSO_HOME = Path(tempfile.gettempdir()) / f"contoso-tests-{os.getpid()}"
CONTOSO_KEY_RING = CONTOSO_HOME / "keyring.json"
STORAGES = storages(CONTOSO_HOME)
CONTOSO_KEY_RING_KEYS = None
_places = Places(CONTOSO_HOME)

OWN_DATABASE = ENVIRONMENT.database_url is None
OWN_REDIS = ENVIRONMENT.redis_url is None
DATABASES = {
    "default": database(ENVIRONMENT.database_url or _places.database_url, pool_size=None),
}
REDIS_URL = ENVIRONMENT.redis_url or _places.redis_url
SECRET_KEY = "only for tests"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# Each client of a test would list all files; so only those that it asks for are looked up.
WHITENOISE_AUTOREFRESH = True

# A second service of the OData layer, over tables of its own.
INSTALLED_APPS = [*INSTALLED_APPS, "api.odata.tests.service.apps.ODataTestsConfig"]
ROOT_URLCONF = "contoso.tests.urls"
