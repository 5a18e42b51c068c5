"""Methods of achievement evaluation: values in, explained results out. No Django, no clock, no I/O."""
