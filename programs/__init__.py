"""Training supply (centres, programmes, classes), activities, and the measures and targets that everything is held against."""
