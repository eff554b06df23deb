"""Charts as SVG, for the page and the PDF alike: pure functions from numbers and labels to escaped markup.

No script, no style attributes (the pages' content security policy forbids both), every bar with a shape or a pattern
beside its colour so that a grey print still reads. Numbers come out through a formatter that the caller passes.
"""
