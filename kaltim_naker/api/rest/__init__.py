"""The conventions of the API, once for every resource: who asks, what may be asked, how it is answered and refused."""

# First of all: DRF reads its settings while this module is imported, and they name modules of this package, which lead
# back to it. Begun from here, every one of them finds what it needs.
import rest_framework.views  # noqa: F401
