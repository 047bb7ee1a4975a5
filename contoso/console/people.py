"""Operators and their groups; only superusers make superusers, or change their own rights."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from tokens.admin.audited import AuditedAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleAdmin(UserAdmin, AuditedAdmin):  # type: ignore[type-arg]
    """Who may sign in, and what they may do by their groups."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "groups_in_words", "is_active")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Since", {"fields": ("last_login", "date_joined")}),
    )

    def told(self, row: User) -> dict[str, object]:  # type: ignore[override]
        """Tell what somebody may do."""
        groups = sorted(row.groups.values_list("name", flat=True))
        flags = {"is_active": row.is_active, "is_staff": row.is_staff}
        return {**flags, "is_superuser": row.is_superuser, "groups": groups}

    def get_queryset(self, request: "HttpRequest") -> "QuerySet[User]":
        """Fetch the groups of all rows at once."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="groups")
    def groups_in_words(self, user: User) -> str:
        """Return the names of the groups, with commas between."""
        return ", ".join(group.name for group in user.groups.all())

    def get_readonly_fields(
        self, request: "HttpRequest", user: User | None = None
    ) -> tuple[str, ...]:
        """Keep names, which the log tells people by, and what only superusers give."""
        kept = {*super().get_readonly_fields(request, user), "last_login", "date_joined"}
        if user is not None:
            kept.add("username")
        if not request.user.is_superuser:
            kept.add("is_superuser")
            if user is not None and user.pk == request.user.pk:
                kept |= {"is_active", "is_staff", "groups"}
        return tuple(sorted(kept))

    def has_change_permission(self, request: "HttpRequest", user: User | None = None) -> bool:
        """Keep superusers from being changed, and their passwords from being set, by others."""
        above = user is not None and user.is_superuser and not request.user.is_superuser
        return not above and bool(super().has_change_permission(request, user))

    def has_delete_permission(self, _request: "HttpRequest", _user: User | None = None) -> bool:
        """Nobody is deleted, since the log names them; they are made inactive."""
        return False


@admin.register(Group)
class TeamAdmin(GroupAdmin, AuditedAdmin):
    """What the members of a group may do."""

    filter_horizontal = ()

    def told(self, row: Group) -> dict[str, object]:  # type: ignore[override]
        """Tell what the members may do."""
        names = row.permissions.values_list("content_type__app_label", "codename")
        return {"permissions": sorted(f"{label}.{codename}" for label, codename in names)}

    def has_change_permission(self, request: "HttpRequest", group: Group | None = None) -> bool:
        """Keep people from giving themselves more, by a group that they are in."""
        return not _is_own(request, group) and bool(
            super().has_change_permission(request, group)
        )


def _is_own(request: "HttpRequest", group: Group | None) -> bool:
    if group is None or request.user.is_superuser:
        return False
    return bool(request.user.groups.filter(pk=group.pk).exists())
