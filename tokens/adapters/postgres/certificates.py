"""The certificates of billing accounts: Django's table."""

from datetime import datetime

from django.db import transaction

from tokens.adapters.postgres.database import CERTIFICATES, lock_key, rows
from tokens.adapters.postgres.outbox import hasten
from tokens.domain.ids import AccountId
from tokens.domain.printing.certificate import Certificate
from tokens.domain.printing.errors import CertificateTakenError
from tokens.models import PartnerCertificate


class PostgresCertificates:
    """Reads the table within the transaction that is open."""

    def current(self, account_id: AccountId) -> Certificate | None:
        found = PartnerCertificate.objects.filter(billing_account_id=account_id, current=True)
        pem = found.values_list("pem", flat=True).first()
        return None if pem is None else Certificate.parse(pem)


def check_certificate(certificate: Certificate, account_id: AccountId, now: datetime) -> None:
    """Make sure that an account may have its packages encrypted to a certificate.

    Raises: InvalidCertificateError, CertificateTakenError.
    """
    certificate.check(now)
    known = PartnerCertificate.objects.filter(thumbprint=certificate.thumbprint)
    if known.exclude(billing_account_id=account_id, sha256=certificate.sha256).exists():
        raise CertificateTakenError


def keep_certificate(
    certificate: Certificate, account_id: AccountId, now: datetime, by: str
) -> PartnerCertificate:
    """Make a certificate the current one of an account; those before it are kept.

    Packages that waited for one are made now.

    Raises: InvalidCertificateError, CertificateTakenError.
    """
    with transaction.atomic():
        # Whoever uploads at the same time waits here; the last one is current.
        rows("SELECT pg_advisory_xact_lock(%s)", [lock_key(CERTIFICATES, account_id)])
        check_certificate(certificate, account_id, now)
        own = PartnerCertificate.objects.filter(billing_account_id=account_id, current=True)
        own.update(current=False)
        kept, _ = PartnerCertificate.objects.get_or_create(
            thumbprint=certificate.thumbprint,
            defaults={
                "billing_account_id": account_id,
                "sha256": certificate.sha256,
                "subject": certificate.subject,
                "not_before": certificate.not_before,
                "not_after": certificate.not_after,
                "pem": certificate.pem,
                "uploaded_on": now,
                "uploaded_by": by,
            },
        )
        kept.current = True
        kept.save(update_fields=["current"])
        # Packages may have waited for it.
        hasten(account_id, now)
    return kept
