"""Long work: a row that people see, run by a worker, started again when the worker dies."""
