"""The addresses below /api/v1/: what they name, OData's rules for paths decide."""

from django.urls import URLPattern, URLResolver, re_path

from api.v1.view import ODataView

# Any character at all: a line break in a path is the service's to refuse, too.
_view = ODataView.as_view()

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^async/(?P<path>(?s:.*))\Z", _view, {"watch": True}),
    re_path(r"^(?P<path>(?s:.*))\Z", _view),
]
