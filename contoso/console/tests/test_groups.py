"""The groups that come with the product."""

import pytest
from django.contrib.auth.models import Group

from contoso.console.groups import keep_groups


@pytest.mark.django_db
class TestGroups:
    def operator(self, django_user_model, group):
        user = django_user_model.objects.create_user(group, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    @pytest.mark.parametrize(
        ("group", "may", "may_not"),
        [
            (
                "Viewer",
                ("projections.view_order", "tokens.view_event", "tokens.view_operatorcommand"),
                ("tokens.send_orders", "tokens.add_catalogitem", "api.view_client"),
            ),
            (
                "Operator",
                ("tokens.send_mint", "tokens.change_catalogitem", "tokens.decide_approvals"),
                ("tokens.manage_keys", "api.add_client", "auth.change_user"),
            ),
            (
                "Security officer",
                ("tokens.manage_keys", "api.add_client", "auth.change_user"),
                ("tokens.send_mint", "tokens.send_orders"),
            ),
        ],
    )
    def test_may_do_what_is_theirs(self, django_user_model, group, may, may_not):
        user = self.operator(django_user_model, group)
        assert [p for p in may if not user.has_perm(p)] == []
        assert [p for p in may_not if user.has_perm(p)] == []

    def test_keep_what_was_added_by_hand(self, django_user_model):
        group = Group.objects.get(name="Viewer")
        group.permissions.add(Group.objects.get(name="Operator").permissions.first())
        before = group.permissions.count()
        keep_groups()
        assert group.permissions.count() == before
