"""Every address that the system answers."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from api import oauth
from contoso import health, metrics
from contoso.console.partners import partner, partners
from contoso.console.workers import workers
from projections.admin.beginning import quantity_in_words
from tokens.admin import keys
from tokens.admin.trace import trace_view

urlpatterns = [
    path("", RedirectView.as_view(url="/api/docs/")),
    path("admin/trace/", trace_view(), name="trace_code"),
    path(
        "admin/quantity-in-words/",
        admin.site.admin_view(quantity_in_words),
        name="quantity_in_words",
    ),
    path("admin/keys/", admin.site.admin_view(keys.keys), name="keys"),
    path("admin/keys/rotate/", admin.site.admin_view(keys.rotate), name="rotate_keys"),
    path("admin/keys/quarantine/", admin.site.admin_view(keys.quarantine), name="quarantine"),
    path("admin/keys/release/", admin.site.admin_view(keys.release), name="release"),
    path("admin/workers/", admin.site.admin_view(workers), name="workers"),
    path("admin/partners/", admin.site.admin_view(partners), name="partners"),
    path("admin/partner/", admin.site.admin_view(partner), name="partner"),
    path("admin/", admin.site.urls),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", metrics.metrics),
    path("oauth/token", oauth.token),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("api/v1/", include("api.urls")),
]

handler404 = "contoso.console.refusals.not_found"
handler403 = "contoso.console.refusals.not_permitted"
