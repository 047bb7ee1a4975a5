"""The settings of `make up`, and the bare view."""

from contoso.settings.local import *  # noqa: F403 - settings modules refine each other so
from contoso.settings.local import INSTALLED_APPS

ROOT_URLCONF = "benchmarks.bare.urls"

# The layer over plain tables, and what it is compared with.
INSTALLED_APPS = [*INSTALLED_APPS, "api.odata.tests.service.apps.ODataTestsConfig"]
