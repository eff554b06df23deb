"""Pages of the training supply. Participants and assessments of a class have their own pages, in the apps above."""

from programs.views.classes import class_crumbs, class_tabs

__all__ = ["class_crumbs", "class_tabs"]
