"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Leaves out what the packages bring and no page asks for: compressing it took most of the first start."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-grid*",
        "bootstrap-reboot*",
        "bootstrap-utilities*",
        "bootstrap.css*",
        "bootstrap.rtl*",
        "bootstrap*.js*",
        "htmx-4*",
        "htmax*",
        "*-2.js",
        "*-4*.js",
        "rest_framework",
    ]
