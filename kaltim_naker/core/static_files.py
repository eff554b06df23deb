"""Which of the libraries' static files are collected: the ones a page can ask for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class CollectedStaticFiles(StaticFilesConfig):
    """Leaves out variants nobody loads; hashing and compressing them took most of a first start."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        # Bootstrap in parts, from right to left, unminified; the pages load bootstrap.min.css.
        "*.rtl.*",
        "bootstrap-grid*",
        "bootstrap-reboot*",
        "bootstrap-utilities*",
        "bootstrap.css*",
        "bootstrap*.js*",
        # htmx in other versions, and its extensions.
        "htmx-4*",
        "htmax*",
        "*-2.js",
        "*-4*.js",
        # The API answers in JSON only.
        "rest_framework",
    ]
