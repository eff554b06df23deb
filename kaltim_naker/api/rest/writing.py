"""How something is written: by the service of the page, once, with a receipt.

The answer to an Idempotency-Key is kept in the transaction of the work itself. A second request with the same key
waits at the unique index until the first has come to its end, and then gives the same answer, or does the work that
the first one could not do. What is refused changes nothing and is not kept: it may be sent again, corrected.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.constants import ANSWER_WAIT_SECONDS, ANSWERS_KEPT
from kaltim_naker.api.models import Answer
from kaltim_naker.api.rest.encoding import encode
from kaltim_naker.api.rest.errors import REFUSALS, BadRequest, problem
from kaltim_naker.api.services.faults import Fault, faults_of
from kaltim_naker.api.services.receipts import RowVerdict, write_receipt
from kaltim_naker.core import crypto

PARAMETERS = frozenset({"validate_only"})
_KEY = re.compile(r"[!-~]{1,100}")


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came of the work. `verdicts` tell the receipt of each row; one accepted row where there are none."""

    body: dict[str, Any]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    verdicts: Sequence[RowVerdict] = (RowVerdict(row=1, outcome=Outcome.ACCEPTED),)


class Refused(Exception):  # noqa: N818 - a verdict on what was sent, no fault of the program
    """Raised by work that refuses as a whole but has more to say than one error: all is undone, the answer stands."""

    def __init__(self, written: Written) -> None:
        super().__init__()
        self.written = written


def submit(request: Request, operation: str, work: Callable[[], Written]) -> Response:
    """Do the work once and answer; with `validate_only`, do it, take it back, and answer the same."""
    rehearsal = is_rehearsal(request)
    key = _key_of(request, must=not rehearsal) if request.method == "POST" else ""
    try:
        with transaction.atomic():
            answer = _claim(request, key) if key and not rehearsal else None
            if answer is not None and answer.status:
                return _again(answer)
            response = _answer(request, operation, work(), rehearsal=rehearsal)
            if answer is not None:
                _keep(answer, response)
            if rehearsal:
                transaction.set_rollback(True)
            return response
    except Refused as refused:
        return _answer(request, operation, refused.written, rehearsal=rehearsal)
    except REFUSALS as error:
        return _refuse(request, operation, faults_of(error), rehearsal=rehearsal)


def is_rehearsal(request: Request) -> bool:
    """`?validate_only=true`: say what would come of it, and change nothing."""
    asked = request.query_params.get("validate_only", "false")
    if asked not in ("true", "false"):
        raise BadRequest("wrong_value", _("“validate_only” is true or false."), "validate_only")
    return asked == "true"


def _answer(request: Request, operation: str, written: Written, *, rehearsal: bool) -> Response:
    headers = dict(written.headers)
    if rehearsal:
        headers = {"Validate-Only": "true"}
    else:
        receipt = write_receipt(token=request.auth, operation=operation, verdicts=written.verdicts)
        headers["Receipt"] = str(receipt.pk)
    return Response(
        written.body, status=200 if rehearsal and written.status == 201 else written.status, headers=headers
    )


def _refuse(request: Request, operation: str, faults: list[Fault], *, rehearsal: bool) -> Response:
    response = problem(422, faults)
    if not rehearsal:
        verdict = RowVerdict(row=1, outcome=Outcome.REFUSED, errors=faults)
        response["Receipt"] = str(write_receipt(token=request.auth, operation=operation, verdicts=[verdict]).pk)
    return response


def _key_of(request: Request, *, must: bool) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key and not must:
        return ""
    if not key:
        message = _("Send an Idempotency-Key, new for each thing you send: then it can be sent again without doubling.")
        raise BadRequest("idempotency_key_missing", message, "Idempotency-Key")
    if not _KEY.fullmatch(key):
        raise BadRequest("idempotency_key_wrong", _("An Idempotency-Key has up to 100 letters."), "Idempotency-Key")
    return key


def _claim(request: Request, key: str) -> Answer:
    """The answer given before, or a new row that is ours until the transaction ends."""
    fingerprint = _fingerprint(request)
    mine = Answer.objects.filter(token=request.auth, key=key)
    mine.filter(created_at__lt=_oldest_kept()).delete()
    try:
        with transaction.atomic():
            _wait_at_most(ANSWER_WAIT_SECONDS)
            answer = Answer.objects.create(token=request.auth, key=key, fingerprint=fingerprint)
            _wait_at_most(0)
            return answer
    except IntegrityError:
        answer = mine.get()
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        message = _("The first request with this key is still at work. Ask again in a moment.")
        raise BadRequest("request_in_progress", message, "Idempotency-Key", status=409) from error
    if answer.fingerprint != fingerprint:
        message = _("This Idempotency-Key was used for something else. Each thing you send needs its own.")
        raise BadRequest("idempotency_key_reused", message, "Idempotency-Key", status=422)
    return answer


def _fingerprint(request: Request) -> str:
    """Keyed, for a body that is little more than a NIK could be found from a plain hash by trying."""
    said = encode(request.data, in_order=True).decode()
    return crypto.blind_index(f"{request.method}\n{request.get_full_path()}\n{said}").hex()


def _wait_at_most(seconds: int) -> None:
    """For a lock, within this transaction; 0 is without end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])


def _keep(answer: Answer, response: Response) -> None:
    answer.status = response.status_code
    answer.body = json.loads(encode(response.data))
    answer.headers = {name: response[name] for name in ("Receipt", "Location", "ETag") if name in response}
    answer.save(update_fields=["status", "body", "headers", "updated_at"])


def _again(answer: Answer) -> Response:
    return Response(answer.body, status=answer.status, headers={**answer.headers, "Idempotent-Replayed": "true"})


def _oldest_kept() -> datetime:
    return timezone.now() - ANSWERS_KEPT


def forget_answers() -> int:
    """Delete what was kept long enough; returns how many."""
    deleted, _by_model = Answer.objects.filter(created_at__lt=_oldest_kept()).delete()
    return deleted
