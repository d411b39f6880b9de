"""Warnings are printed once they are asked for; filters are accepted."""

_caught = None


def warn(message, category=None, stacklevel=1):
    text = str(message)
    name = category.__name__ if category is not None else type(message).__name__ if isinstance(message, Exception) else "UserWarning"
    if _caught is not None:
        _caught.append(_Caught(message if isinstance(message, Exception) else (category or UserWarning)(message), category or (type(message) if isinstance(message, Exception) else UserWarning)))
    else:
        print(name + ": " + text)


class _Caught:
    def __init__(self, message, category):
        self.message, self.category = message, category


class catch_warnings:
    def __init__(self, *, record=False, **rest):
        self.record = record

    def __enter__(self):
        global _caught
        self.before, _caught = _caught, []
        return _caught if self.record else None

    def __exit__(self, *error):
        global _caught
        _caught = self.before
        return False


def simplefilter(*given, **rest):
    pass


filterwarnings = resetwarnings = simplefilter
