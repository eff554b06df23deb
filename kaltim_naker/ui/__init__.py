"""What every page is made of: base views, tables, forms, components and words in the reader's format (docs/kit.md)."""
