"""The page that traces a code: pasted, led to its token, and kept nowhere."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView
from unfold.views import UnfoldModelAdminViewMixin
from unfold.widgets import UnfoldAdminTextInputWidget

from tokens.application.codes import token_of
from tokens.bootstrap import application
from tokens.domain.codes.errors import InvalidCodeError
from tokens.domain.token.identifier import InvalidTokenIdError, TokenId
from tokens.models import Event


class CodeForm(forms.Form):
    """One code, in whatever way it was written down, or the id that a token is known by."""

    code = forms.CharField(
        max_length=256,
        label="A code, or the id of a token",
        help_text="A code's case, hyphens and spaces do not matter; it is kept nowhere.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "autofocus": True}),
    )


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class TraceView(UnfoldModelAdminViewMixin, FormView):  # type: ignore[misc,type-arg] # unfold ships no types
    """Leads to the page of the token; the code stays behind."""

    title = "Trace a code"
    permission_required = ("tokens.view_event",)
    template_name = "admin/tokens/trace.html"
    form_class = CodeForm

    @sensitive_variables()
    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Go to the token's page, whose address tells nothing of the code."""
        try:
            token_id = _token_of(form.cleaned_data["code"])
        except InvalidCodeError as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        return redirect("admin:projections_token_change", str(token_id))

    @sensitive_variables()
    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Say what is wrong, and do not repeat what was typed."""
        empty = CodeForm(data={"code": ""})
        empty.is_valid()
        empty.errors["code"] = form.errors["code"]
        context: dict[str, Any] = self.get_context_data(form=empty)
        return self.render_to_response(context, status=400)


@sensitive_variables()
def _token_of(typed: str) -> TokenId:
    with suppress(InvalidTokenIdError):
        return TokenId.parse(typed.strip())
    app = application()
    return token_of(typed, app.codes, app.serials)


def trace_view() -> Callable[..., HttpResponseBase]:
    """Return the view, as the admin of events shows it to who has signed in."""
    view = TraceView.as_view(model_admin=admin.site.get_model_admin(Event))
    return admin.site.admin_view(view)
