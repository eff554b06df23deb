"""From a template and frozen facts to a PDF. Nothing is fetched from anywhere."""
