"""What a stranger may ask, without an account: is this paper genuine, and what does this person's passport say.

The answers hold initials and never a name (the passport is the exception: the person gives the link away). A wrong code
and an unknown number are one answer; whoever asks too often is asked to wait.
"""

from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.finders import find
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View

from certifications.documents import passport_page, passport_pdf
from certifications.forms import CheckForm, CheckListForm
from certifications.models import Passport
from certifications.verification import (
    CLAIM_VERSION,
    CONTEXT,
    Verdict,
    base64url,
    check_code,
    check_list,
    check_number,
    verify_address,
)
from kaltim_naker.core.signing import PublicKey, public_keys
from kaltim_naker.core.throttle import is_too_often
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.papers import pdf_response

#: How often one address may ask within a minute.
PER_MINUTE = 30
LISTS_PER_MINUTE = 5
PDFS_PER_MINUTE = 6

# Each outcome has its own word, tone and shape; none is told by colour alone.
OUTCOME_BADGES = {
    "valid": Badge(_("Valid"), "good"),
    "expired": Badge(_("Expired"), "warn"),
    "revoked": Badge(_("Revoked"), "bad"),
    "replaced": Badge(_("Replaced by another paper"), "done"),
    "unknown": Badge(_("Unknown"), "neutral"),
}


@method_decorator(login_not_required, name="dispatch")
class PublicView(View):
    """A page for everybody. `per_minute` is how many answers an address gets; None where nothing is asked."""

    what: ClassVar[str] = "verify"
    per_minute: ClassVar[int | None] = PER_MINUTE
    page_title: Any = _("Check a certificate")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_question() and is_too_often(request, self.what, limit=self.per_minute or 0):
            response: HttpResponseBase = self.please_wait()
        else:
            response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def is_question(self) -> bool:
        return self.per_minute is not None

    def please_wait(self) -> HttpResponse:
        context = {"page_title": _("Please wait a minute"), "per_minute": self.per_minute}
        response = render(self.request, "certifications/public/wait.html", context, status=429)
        response.headers["Retry-After"] = "60"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_title=self.page_title, **kwargs)  # type: ignore[misc]


class CheckView(PublicView, FormView):
    """GET and POST /verify/: the printed number with its short code. By POST, so that neither stands in any log."""

    template_name = "certifications/public/check.html"
    form_class = CheckForm

    def is_question(self) -> bool:
        return self.request.method == "POST"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        verdict = check_number(**form.cleaned_data)
        return self.render_to_response(self.get_context_data(form=form, **_answer(verdict)))


class CheckCodeView(PublicView, TemplateView):
    """GET /verify/<code>: the address in a QR."""

    template_name = "certifications/public/check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=CheckForm(), **_answer(check_code(self.kwargs["code"])))


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {"verdict": verdict, "badge": OUTCOME_BADGES[verdict.outcome]}


class CheckListView(PublicView, FormView):
    """POST /verify/list/: up to fifty numbers with their codes, answered as a table."""

    template_name = "certifications/public/check_list.html"
    form_class = CheckListForm
    page_title = _("Check several certificates")
    what = "verify-list"
    per_minute = LISTS_PER_MINUTE

    def is_question(self) -> bool:
        return self.request.method == "POST"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        pairs = form.cleaned_data["lines"]
        answers = [
            {"number": number, **_answer(verdict)}
            for (number, _code), verdict in zip(pairs, check_list(pairs), strict=True)
        ]
        return self.render_to_response(self.get_context_data(form=form, answers=answers))


class KeyView(PublicView, TemplateView):
    """GET /verify/key/: the office's public key, and how a QR is checked without us."""

    template_name = "certifications/public/key.html"
    page_title = _("Check without a network")
    per_minute = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(keys=public_keys(), verify_address=verify_address(), **kwargs)


class KeysJsonView(PublicView):
    """GET /verify/key/keys.json: the same for programs. May be kept: keys are only ever added."""

    per_minute = None

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(
            {
                "algorithm": "Ed25519",
                "version": CLAIM_VERSION,
                "context": CONTEXT.decode(),
                "keys": [_as_json(key) for key in public_keys()],
            },
            json_dumps_params={"indent": 2},
        )


def _as_json(key: PublicKey) -> dict[str, Any]:
    return {"id": key.key_id, "public_key": base64url(key.raw)}


class CheckProgramView(PublicView):
    """GET /verify/key/check_certificate.py: a check for the command line that needs nothing but Python."""

    per_minute = None

    def get(self, request: HttpRequest) -> HttpResponse:
        path = find("certifications/check_certificate.py")
        if path is None:
            raise Http404
        return HttpResponse(Path(path).read_text(encoding="utf-8"), content_type="text/x-python; charset=utf-8")


class PassportView(PublicView, TemplateView):
    """GET /passport/<code>/: what the person wants shown. A link that was taken back says so, and nothing else."""

    template_name = "certifications/public/passport.html"
    page_title = _("Training and certificates")
    what = "passport"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        passport = _passport(self.kwargs["code"])
        page = passport_page(passport) if passport.revoked_on is None else None
        return super().get_context_data(passport=passport, page=page, badges=OUTCOME_BADGES)


class PassportPdfView(PublicView):
    """GET /passport/<code>/pdf: the same on paper."""

    what = "passport-pdf"
    per_minute = PDFS_PER_MINUTE

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        passport = _passport(code)
        if passport.revoked_on is not None:
            raise Http404
        return pdf_response(passport_pdf(passport), "passport.pdf", keep=True)


def _passport(code: str) -> Passport:
    return get_object_or_404(Passport.objects.select_related("job_seeker"), code=code)
