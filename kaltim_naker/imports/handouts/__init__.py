"""Workbooks that the desk hands out to be filled in, and knows again when they come back."""

from kaltim_naker.imports.handouts.build import build_template
from kaltim_naker.imports.handouts.fitting import Fit, fit_template
from kaltim_naker.imports.handouts.stamp import Stamp

__all__ = ["Fit", "Stamp", "build_template", "fit_template"]
