"""The page that traces a code: pasted, answered, and kept nowhere."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView
from unfold.views import UnfoldModelAdminViewMixin
from unfold.widgets import UnfoldAdminTextInputWidget

from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.errors import NotFoundError
from tokens.models import Event
from tokens.provenance import trace


class CodeForm(forms.Form):
    """One code, in whatever way it was written down."""

    code = forms.CharField(
        max_length=256,
        label="Code",
        help_text="25 letters and digits; case, hyphens and spaces do not matter.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "autofocus": True}),
    )


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class TraceView(UnfoldModelAdminViewMixin, FormView):  # type: ignore[misc,type-arg] # unfold ships no types
    """Tells what `manage.py trace_code` tells."""

    title = "Trace a code"
    permission_required = ("tokens.view_event",)
    template_name = "admin/tokens/trace.html"
    form_class = CodeForm

    @sensitive_variables()
    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Show the token's provenance, with an empty form for the next code."""
        try:
            found = trace(form.cleaned_data["code"])
        except (InvalidCodeError, NotFoundError) as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=CodeForm(), found=found))

    @sensitive_variables()
    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Say what is wrong, and do not repeat what was typed."""
        empty = CodeForm(data={"code": ""})
        empty.is_valid()
        empty.errors["code"] = form.errors["code"]
        context: dict[str, Any] = self.get_context_data(form=empty)
        return self.render_to_response(context, status=400)


def trace_view() -> Callable[..., HttpResponseBase]:
    """Return the view, as the admin of events shows it to who has signed in."""
    view = TraceView.as_view(model_admin=admin.site.get_model_admin(Event))
    return admin.site.admin_view(view)
