"""Partners' certificates: shown with thumbprint and expiry, uploaded, never changed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from tokens.adapters.postgres.certificates import check_certificate, keep_certificate
from tokens.admin.audited import Audited
from tokens.admin.links import account_address, link
from tokens.admin.read_only import ReadOnlyAdmin
from tokens.bootstrap import application
from tokens.domain.ids import AccountId
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.errors import CertificateTakenError, InvalidCertificateError
from tokens.models import PartnerCertificate

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    Form = forms.ModelForm[PartnerCertificate]
else:
    Form = forms.ModelForm


class CertificateForm(Form):
    """What an upload is made of."""

    class Meta:
        model = PartnerCertificate
        fields = ("billing_account_id", "pem")
        labels = {"pem": "Certificate in PEM"}

    def clean(self) -> dict[str, Any]:
        """Refuse what packages cannot be encrypted to, and what is another's."""
        cleaned = super().clean() or {}
        account = cleaned.get("billing_account_id", "")
        try:
            found = Certificate.parse(cleaned.get("pem", ""))
            check_certificate(found, account, application().clock.now())
        except (InvalidCertificateError, CertificateTakenError) as error:
            raise ValidationError({"pem": str(error)}) from error
        return cleaned


@admin.register(PartnerCertificate)
class PartnerCertificateAdmin(Audited, ReadOnlyAdmin):
    """Certificates, those that end first at the top."""

    form = CertificateForm
    list_display = ("thumbprint", "account", "subject", "not_after", "current")
    list_filter = ("current",)
    search_fields = ("thumbprint__iexact", "sha256__iexact", "billing_account_id__exact")
    ordering = ("not_after",)

    @admin.display(description="billing account", ordering="billing_account_id")
    def account(self, row: PartnerCertificate) -> "SafeString":
        """Return a link to whose it is."""
        return link(account_address(row.billing_account_id), row.billing_account_id)

    def has_add_permission(self, request: "HttpRequest") -> bool:
        """Operators may upload."""
        return bool(request.user.has_perm("tokens.add_partnercertificate"))

    def get_readonly_fields(
        self, _request: "HttpRequest", row: PartnerCertificate | None = None
    ) -> tuple[str, ...]:
        """Show whose it is, once it is somebody's."""
        return ("account",) if row else ()

    def get_fields(self, _request: "HttpRequest", row: Any = None) -> tuple[str, ...]:  # noqa: ANN401 - any model
        """Ask for two things, and show everything."""
        shown = ("thumbprint", "sha256", "account", "subject", "not_before")
        more = ("not_after", "current", "uploaded_on", "uploaded_by", "pem")
        return ("billing_account_id", "pem") if row is None else (*shown, *more)

    def save_model(
        self,
        request: "HttpRequest",
        row: PartnerCertificate,
        form: CertificateForm,
        change: bool,  # noqa: ARG002, FBT001 - Django's signature
    ) -> None:
        """Make it the account's current certificate."""
        kept = keep_certificate(
            Certificate.parse(form.cleaned_data["pem"]),
            AccountId(form.cleaned_data["billing_account_id"]),
            application().clock.now(),
            request.user.get_username(),
        )
        row.pk = kept.pk
