"""Django's entry for the tables of the tests' service; they have no migrations."""

from django.apps import AppConfig


class ODataTestsConfig(AppConfig):
    """The tests' service as Django sees it."""

    name = "api.odata.tests.service"
    label = "odata_service"
