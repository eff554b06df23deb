"""Many job seekers in one request."""

from kaltim_naker.api.resources.inputs import JobSeekerInput, person_data
from kaltim_naker.api.resources.many import BulkInput, BulkResultSerializer, Envelope, in_shape, settled
from kaltim_naker.api.rest.viewsets import ApiViewSet
from kaltim_naker.api.rest.writing import Written
from kaltim_naker.api.services.bulk import SentPerson, upsert_job_seekers
from trainees.models import JobSeeker

__all__ = ["BulkResultSerializer", "JobSeekerBulkInput", "upsert"]


class JobSeekerBulkInput(BulkInput):
    """Up to 1,000 people. With `all_or_none` nothing is written unless every row can be."""

    rows = JobSeekerInput(many=True)


def upsert(view: ApiViewSet) -> Written:
    """The work of one submission; raises Refused where all or none was asked for and not all can be."""
    envelope = view.checked(Envelope)
    good, refused = in_shape(view, envelope["rows"], JobSeekerInput)
    done = upsert_job_seekers(
        actor=view.request.user,
        office=view.request.auth.office,
        rows=[SentPerson.of(one.row, person_data(one.sent), one.foreign_id) for one in good],
        visible=JobSeeker.objects.visible_to(view.scope),
    )
    return settled([*done, *refused], all_or_none=envelope["all_or_none"])
