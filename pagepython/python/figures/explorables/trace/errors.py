"""What the figures' sources ask of the errors of tracing."""

DRAWS = "return Figure(line(x, y))"


class TraceError(Exception):
    pass


def fail(operation, remedy, on=None, cannot="cannot follow a moving slider"):
    raise TraceError(f"{operation} {cannot}: {remedy}")
