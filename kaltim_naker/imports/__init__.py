"""The import desk: reads workbooks, matches their columns by meaning and checks every row before anything is saved."""
