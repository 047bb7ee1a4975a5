"""The groups of operators that come with the product, and what each may do."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

_SENDS = Q(
    content_type__app_label="tokens",
    codename__in=(
        *("send_mint", "send_orders", "send_tokens", "manage_machinery", "decide_approvals"),
        *("add_catalogitem", "change_catalogitem", "add_partnercertificate"),
    ),
)
_VIEWS = Q(codename__startswith="view_", content_type__app_label__in=("tokens", "projections"))
_GUARDS = Q(
    content_type__app_label="tokens",
    codename__in=("manage_keys", "decide_approvals", "add_partnercertificate"),
) | Q(content_type__app_label__in=("api", "auth"))

GROUPS = {
    "Viewer": _VIEWS,
    "Operator": _VIEWS | _SENDS,
    "Security officer": _VIEWS | _GUARDS,
}


def keep_groups(**_signal: Any) -> None:  # noqa: ANN401 - whatever the signal sends
    """Give each group what it may do by now; what was added to it by hand stays."""
    for name, condition in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(condition))
