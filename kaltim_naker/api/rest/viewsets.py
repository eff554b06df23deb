"""Base of every resource. An operation names its action; rights, scope, language and versions are applied here.

May not do → 403. Out of scope or absent → 404; the two look the same.
"""

from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.access.scope import Scope, ScopedQuerySet, scope_of
from kaltim_naker.api.rest import paging, writing
from kaltim_naker.api.rest.authentication import TokenAuthentication
from kaltim_naker.api.rest.deprecation import Deprecation
from kaltim_naker.api.rest.errors import BadRequest
from kaltim_naker.api.rest.filtering import StrictFilters, require_known
from kaltim_naker.api.rest.paging import CursorPages
from kaltim_naker.api.rest.permissions import MayDo
from kaltim_naker.api.rest.rows import Reader, reader_of
from kaltim_naker.api.rest.statements import ASKED, Statement
from kaltim_naker.api.rest.throttling import Allowance, ByToken
from kaltim_naker.api.rest.versions import etag_of, etag_of_text
from kaltim_naker.core.periods import today
from kaltim_naker.ui.readonly import reading_only

_FIELDS = frozenset({"fields"})
#: What may be asked of a list without narrowing it.
_OF_EVERY_LIST = paging.PARAMETERS | _FIELDS

T = TypeVar("T")


class ApiViewSet(GenericViewSet):
    """What all operations have in common. `needs` names the action of each; None is for everybody."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (MayDo,)
    throttle_classes = (ByToken,)
    filter_backends = (StrictFilters,)
    pagination_class = CursorPages

    needs: ClassVar[Mapping[str, Action | None]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    http_method_names = ["get", "head", "post", "patch"]
    allowance: Allowance | None = None
    #: Operations that only read, sent by POST because a number of a person or a paper must stand in no address.
    reads_by_post: ClassVar[frozenset[str]] = frozenset()
    #: Operation → what it may be refused with beside what every operation of its kind is: status → when.
    refusals: ClassVar[Mapping[str, Mapping[int, str]]] = {}
    #: Operations that will end, by name.
    deprecated: ClassVar[Mapping[str, Deprecation]] = {}
    #: Answers that tell of nobody may stay in the program's own cache; whatever else is answered, in none.
    is_personal: ClassVar[bool] = True

    @cached_property
    def scope(self) -> Scope:
        """The rows that this program may do this operation with."""
        return scope_of(self.request.user, self.needs[self.action])

    @classmethod
    def as_view(cls, actions: dict[str, str] | None = None, **options: Any) -> Callable[..., HttpResponseBase]:
        return transaction.non_atomic_requests(super().as_view(actions, **options))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # What only reads has nothing to be done as a whole, and begins and ends no transaction.
        whole = nullcontext() if request.method in SAFE_METHODS else transaction.atomic()
        with translation.override(translation.get_language_from_request(request)), whole:
            response = super().dispatch(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language()
            if isinstance(response, Response):
                response.render()
        self.add_headers(response)
        if response.status_code != HTTPStatus.OK or request.method not in ("GET", "HEAD"):
            return response
        if isinstance(response, Response):
            response.headers.setdefault("ETag", etag_of_text(response.content))
        # A file that is streamed has no tag unless the view gave it one.
        tag = response.headers.get("ETag")
        return get_conditional_response(request, etag=tag, response=response) if tag else response

    def add_headers(self, response: HttpResponseBase) -> None:
        """What every answer says beside its body: who may keep it, how much is left, what will end."""
        may_be_kept = not self.is_personal and response.status_code == HTTPStatus.OK
        patch_cache_control(response, private=True, **{"no_cache" if may_be_kept else "no_store": True})
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        for said in (self.allowance, self.deprecated.get(self.action or "")):
            for name, value in said.headers.items() if said else ():
                response.headers[name] = value

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if "\x00" in request.path:
            raise BadRequest("null_character", _("Text holds no NUL characters."))
        super().initial(request, *args, **kwargs)
        if self.action in self.needs:
            require_known(request, self.known_parameters())

    def known_parameters(self) -> frozenset[str]:
        if self.action == "list":
            filters = frozenset(self.filterset_class.base_filters) if self.filterset_class else frozenset()
            return paging.PARAMETERS | _FIELDS | filters
        if self.request.method in ("GET", "HEAD"):
            return _FIELDS
        return frozenset() if self.action in self.reads_by_post else writing.PARAMETERS

    def checked(self, serializer_class: type[serializers.Serializer], **options: Any) -> dict[str, Any]:
        """What was sent, in shape. Raises the serializer's ValidationError."""
        sent = serializer_class(data=self.request.data, context={"view": self}, **options)
        sent.is_valid(raise_exception=True)
        return sent.validated_data


class ListViewSet(ApiViewSet):
    """Records of one kind. `serializer_class` says what of them is shown.

    `cursor_field` is a unique column; the list is in its order.
    """

    cursor_field: ClassVar[str] = "pk"
    #: Whether the query of a list is the same until the token, or the day, is another one.
    is_steady: ClassVar[bool] = True
    #: Fields whose values need an action of their own, null without it (`ScopedModel.guarded_columns`).
    guarded: ClassVar[Mapping[str, Action]] = {}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The guarded fields that this program may not see."""
        return frozenset(name for name, needed in self.guarded.items() if not can(self.request.user, needed))

    @cached_property
    def asked(self) -> tuple[str, ...] | None:
        """The names in `?fields=`, or None for all fields."""
        given = self.request.query_params.get("fields")
        if given is None:
            return None
        names, known = tuple(given.split(",")), self.serializer_class().fields
        for name in names:
            if name not in known:
                message = _("There is no field “%(name)s” here. Known: %(known)s.")
                raise BadRequest("unknown_field", message % {"name": name, "known": ", ".join(known)}, "fields")
        return names

    @cached_property
    def reader(self) -> Reader:
        return reader_of(self.serializer_class, self.asked, self.hidden)

    def get_queryset(self) -> QuerySet:
        """Rows of this program's scope. Override `get_base_queryset` to annotate, never this.

        They may depend on the token, the operation and the day. Where they depend on more, `is_steady` says so.
        """
        base = self.get_base_queryset()
        return base.visible_to(self.scope) if isinstance(base, ScopedQuerySet) else base

    def get_base_queryset(self) -> QuerySet:
        """A queryset without `visible_to` is of reference data, which everybody may read."""
        return self.queryset.all()

    def list(self, request: Request) -> Response:
        with reading_only():
            return self.paginator.page(self)

    def kept(self, what: Hashable, make: Callable[[], T]) -> T:
        """What is made of the queryset: for lists that nothing narrows, once.

        It is kept with the token, and goes with it at any change of the token, its office or its roles.
        """
        narrowed = not self.request.query_params.keys() <= _OF_EVERY_LIST
        if narrowed or not self.is_steady or self.request.auth is None:
            return make()
        key = (type(self), self.action, self.request.method, today(), self.asked, what)
        return self.request.auth.remember(key, make)


class ResourceViewSet(ListViewSet):
    """Records of one kind: a list, and one of them."""

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        asked = self.asked
        with reading_only():
            whole = self.represent(self.kwargs[self.lookup_url_kwarg or self.lookup_field])
            self.note_look(request)
        shown = whole if asked is None else {name: whole[name] for name in asked}
        return Response(shown, headers={"ETag": etag_of(whole)})

    def represent(self, key: Any) -> dict[str, Any]:
        """One record as it is answered, or 404."""
        reader = reader_of(self.serializer_class, hidden=self.hidden)
        one = self.kept(
            "one", lambda: Statement(reader.fetch(self.get_queryset().filter(**{self.lookup_field: ASKED})))
        )
        found = reader.build(one.fetch(key))
        if not found:
            raise Http404
        return found[0]

    def note_look(self, request: Request) -> None:
        """For records of people: write down that somebody looked."""
