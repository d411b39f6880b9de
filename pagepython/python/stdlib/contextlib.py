"""contextmanager, suppress, nullcontext, redirect_stdout."""


class _Manager:
    def __init__(self, generator):
        self.generator = generator

    def __enter__(self):
        return next(self.generator)

    def __exit__(self, kind, error, trace):
        if kind is None:
            try:
                next(self.generator)
            except StopIteration:
                pass
            return False
        try:
            self.generator.throw(error)
        except StopIteration:
            return True
        except BaseException as e:
            if e is error:
                return False
            raise
        return False


def contextmanager(f):
    return lambda *args, **kwargs: _Manager(f(*args, **kwargs))


class suppress:
    def __init__(self, *kinds):
        self.kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, self.kinds)


class nullcontext:
    def __init__(self, value=None):
        self.value = value

    def __enter__(self):
        return self.value

    def __exit__(self, *error):
        return False
