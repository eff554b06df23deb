"""Papers as answers."""

from django.http import HttpResponse


def pdf_response(content: bytes, name: str, *, keep: bool = False) -> HttpResponse:
    """A paper shown in the browser, or one to keep; `name` is the whole file name, in ASCII."""
    way = "attachment" if keep else "inline"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'{way}; filename="{name}"'}
    )
