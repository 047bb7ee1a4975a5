"""Operators and their groups; only superusers make superusers."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from tokens.admin.audited import Audited

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleAdmin(Audited, UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg] # unfold ships no types
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
        """Keep names, which the log knows people by; from others what only superusers give.

        Nobody else changes what they themselves may do.
        """
        kept = ["last_login", "date_joined"]
        if user is not None:
            kept.append("username")
        if not request.user.is_superuser:
            kept.append("is_superuser")
            if user is not None and user.pk == request.user.pk:
                kept.extend(("is_staff", "is_active", "groups"))
        return (*super().get_readonly_fields(request, user), *kept)

    def has_change_permission(self, request: "HttpRequest", user: User | None = None) -> bool:
        """Keep superusers from being changed, and their passwords from being set, by others."""
        above = user is not None and user.is_superuser and not request.user.is_superuser
        return not above and bool(super().has_change_permission(request, user))

    def has_delete_permission(self, _request: "HttpRequest", _user: User | None = None) -> bool:
        """Nobody is deleted, since the log names them; they are made inactive."""
        return False


@admin.register(Group)
class TeamAdmin(Audited, GroupAdmin, ModelAdmin):  # type: ignore[misc] # unfold ships no types
    """What the members of a group may do; only superusers decide on that."""

    filter_horizontal = ()

    def has_add_permission(self, request: "HttpRequest") -> bool:
        """Superusers add groups."""
        return bool(request.user.is_superuser)

    def has_change_permission(
        self, request: "HttpRequest", _group: Group | None = None
    ) -> bool:
        """Superusers change groups."""
        return bool(request.user.is_superuser)

    def has_delete_permission(
        self, request: "HttpRequest", _group: Group | None = None
    ) -> bool:
        """Superusers delete groups."""
        return bool(request.user.is_superuser)
