"""An entity set over a Django queryset whose rows clients create, change and delete."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from api.odata.errors import BadRequestError
from api.odata.http.exchange import Exchange
from api.odata.http.preconditions import check_condition, check_nothing_expected
from api.odata.http.table_resource import TableResource
from api.odata.model import Property, Scalar
from api.odata.payload.item import Item
from api.odata.problems import ConflictError, InvalidRequestError
from api.odata.query_options import QueryOptions
from api.odata.resource_path import PathKind, ResourcePath


class WritableTable(TableResource):
    """Rows that are created, changed and deleted; each change makes a new version.

    `client_keys`: the client names what it creates, so that changing what is not there
    creates it (Part 1, 11.4.4). `exists_code` is the code of the refusal to create it twice.
    """

    operations: ClassVar[frozenset[str]] = frozenset(
        {"read", "create", "update", "replace", "delete"}
    )
    client_keys: ClassVar[bool] = False
    exists_code: ClassVar[str] = "AlreadyExists"

    def create(self, exchange: Exchange, options: QueryOptions) -> Item:
        """Create what the body describes. Raises: ConflictError where it is there already."""
        del options
        values = exchange.body(self.entity_set.type.structural)
        return self._create(exchange, {**values, **self._new_key(exchange)})

    def update(self, exchange: Exchange, changes: Mapping[str, Scalar]) -> Item:
        """Change the properties named; keys, computed and immutable ones stay as they are."""
        with transaction.atomic():
            found = self._locked(exchange)
            if found is None:
                return self._upsert(exchange, changes)
            check_condition(exchange, self.tag_of(found), required=self._conditional)
            self._change(exchange, found, self._changeable(changes))
        return self.find(exchange)

    def replace(self, exchange: Exchange, values: Mapping[str, Scalar]) -> Item:
        """Give all properties new values: those that are not named, their default.

        Raises: BadRequestError where one has none.
        """
        every = dict(values)
        for declared in self._open():
            if declared.name not in every:
                every[declared.name] = self._default(exchange, declared)
        return self.update(exchange, every)

    def delete(self, exchange: Exchange) -> Item:
        """Delete the row; return it as it was."""
        with transaction.atomic():
            found = self._locked(exchange)
            if found is None:
                raise self.missing(exchange)
            check_condition(exchange, self.tag_of(found), required=self._conditional)
            item = self.one(found)
            found.delete()
        return item

    def write_stream(self, exchange: Exchange, content: bytes, content_type: str) -> Item:
        """Replace the stream of an entity, which makes a new version of the entity."""
        with transaction.atomic():
            found = self._locked(exchange)
            if found is None:
                raise self.missing(exchange)
            check_condition(exchange, self.tag_of(found), required=self._conditional)
            self._save(found, self._stream_values(content, content_type))
        return self.find(exchange)

    def create_stream(self, exchange: Exchange, content: bytes, content_type: str) -> Item:
        """Create a media entity; its other properties have their defaults."""
        fresh = self.rows(exchange).model(
            **self._stream_values(content, content_type),
            **{self.field(name): value for name, value in self._new_key(exchange).items()},
        )
        return self._insert(exchange, fresh)

    def written(
        self, exchange: Exchange, entity: Model, before: Mapping[str, object] | None
    ) -> None:
        """Do what belongs to a write, within its transaction; nothing, unless overridden.

        `before` are the fields that were set, as they were; None where it was created.
        """

    @property
    def _conditional(self) -> bool:
        return bool(self.entity_set.concurrency)

    def _open(self) -> list[Property]:
        """Return the properties that may be changed."""
        declared = self.entity_set.type
        return [each for each in declared.structural if declared.is_open(each)]

    def _changeable(self, changes: Mapping[str, Scalar]) -> dict[str, Scalar]:
        return {each.name: changes[each.name] for each in self._open() if each.name in changes}

    def _locked(self, exchange: Exchange) -> Model | None:
        rows = self.rows_at(exchange, exchange.path).select_for_update(of=("self",))
        found: Model | None = rows.first()
        return found

    def _new_key(self, exchange: Exchange) -> Mapping[str, Scalar]:
        only = self.entity_set.type.key_properties
        return {each.name: exchange.new_id for each in only if each.computed}

    def _upsert(self, exchange: Exchange, changes: Mapping[str, Scalar]) -> Item:
        creates = self.client_keys and exchange.path.parent is None
        check_nothing_expected(exchange)
        if not creates:
            raise self.missing(exchange)
        for declared in self.entity_set.type.structural:
            given = declared.name in changes or declared.name in exchange.path.key
            if declared.required and not given:
                message = f"{declared.name} is missing"
                raise BadRequestError(message, code="MissingProperty", target=declared.name)
        exchange.created = True
        return self._create(exchange, {**changes, **exchange.path.key})

    def _create(self, exchange: Exchange, values: Mapping[str, Scalar]) -> Item:
        model = self.rows(exchange).model
        fresh = model(**{self.field(name): value for name, value in values.items()})
        self._check(fresh, values)
        return self._insert(exchange, fresh)

    def _insert(self, exchange: Exchange, fresh: Model) -> Item:
        path = ResourcePath(PathKind.ENTITY, self.entity_set, key=self._key_of(fresh))
        try:
            with transaction.atomic():
                fresh.save(force_insert=True)
                self.written(exchange, fresh, None)
        except IntegrityError as error:
            key = ", ".join(str(value) for value in path.key.values())
            name = self.entity_set.type.name
            message = f"There is a {name} '{key}' already; PATCH changes it."
            target = self.entity_set.type.key[0]
            raise ConflictError(message, code=self.exists_code, target=target) from error
        return self.one(self.rows_at(exchange, path).get())

    def _change(self, exchange: Exchange, found: Model, changes: Mapping[str, Scalar]) -> None:
        fields = {self.field(name): value for name, value in changes.items()}
        before = {field: getattr(found, field) for field in fields}
        for field, value in fields.items():
            setattr(found, field, value)
        self._check(found, changes)
        self._save(found, fields)
        self.written(exchange, found, before)

    def _save(self, found: Model, fields: Mapping[str, object]) -> None:
        versions = [self.field(name) for name in self.entity_set.concurrency]
        for version in versions:
            setattr(found, version, getattr(found, version) + 1)
        for field, value in fields.items():
            setattr(found, field, value)
        found.save(update_fields=[*fields, *versions])

    def _stream_values(self, content: bytes, content_type: str) -> dict[str, object]:
        if self.media is None:
            raise LookupError(self.entity_set.name)
        return {self.media.content: content, self.media.content_type: content_type}

    def _check(self, entity: Model, given: Mapping[str, Scalar]) -> None:
        """Refuse what the table's own rules refuse, in their words."""
        # What may be null, the model says; Django would want it to be blank, too.
        known = {name for name, value in given.items() if value is not None}
        fields = {self.field(name): name for name in known}
        others = [f.name for f in entity._meta.fields if f.name not in fields]  # noqa: SLF001  # Django's way
        try:
            entity.clean_fields(exclude=others)
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            target = fields.get(field, field)
            message = f"{target}: {messages[0]}"
            raise InvalidRequestError(message, code="InvalidValue", target=target) from error

    def _default(self, exchange: Exchange, declared: Property) -> Scalar:
        if declared.nullable:
            return None
        field = self.rows(exchange).model._meta.get_field(declared.field)  # noqa: SLF001  # Django's way
        if declared.required or not field.has_default():
            message = f"{declared.name} is missing, and has no default"
            raise BadRequestError(message, code="MissingProperty", target=declared.name)
        default: Scalar = field.get_default()
        return default

    def _key_of(self, entity: Model) -> dict[str, Scalar]:
        wanted = self.entity_set.type.key_properties
        return {each.name: getattr(entity, each.field) for each in wanted}
