"""What is read from the records for pages and papers: minutes, matrices, tables of figures."""
