"""script/manage api_postman: write the Postman collection anew from the OpenAPI document."""

from django.conf import settings
from django.core.management.base import BaseCommand

from kaltim_naker.api.postman import written


class Command(BaseCommand):
    help = "Write docs/api/postman.json from the OpenAPI document."

    def handle(self, *args: object, **options: object) -> None:
        file = settings.BASE_DIR / "docs" / "api" / "postman.json"
        file.write_text(written(), encoding="utf-8")
        self.stdout.write(str(file))
