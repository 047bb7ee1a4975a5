"""The settings of `make up`, and the bare view."""

from contoso.settings.local import *  # noqa: F403 - settings modules refine each other so

ROOT_URLCONF = "benchmarks.bare.urls"
