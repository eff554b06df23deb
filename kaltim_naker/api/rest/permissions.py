"""Whether the program may do this at all: asked of the same table as for people. Which rows, the scope says."""

from django.core.exceptions import ImproperlyConfigured
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from kaltim_naker.access.policy import can


class MayDo(BasePermission):
    """Each operation of a resource names its action in `needs`; one that names none is a fault of ours."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        # A method that the resource does not have (OPTIONS is called "metadata") is answered with 405 afterwards.
        if view.action in (None, "metadata"):
            return True
        if view.action not in view.needs:
            raise ImproperlyConfigured(f"{type(view).__name__} does not say what {view.action} needs")
        needed = view.needs[view.action]
        return needed is None or can(request.user, needed)
