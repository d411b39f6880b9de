"""Only one question is asked of a function here: has it a body? The page knows from the source."""

empty = []


class _Instruction:
    def __init__(self, opname, argval=None):
        self.opname, self.argval = opname, argval


def get_instructions(function):
    return [_Instruction("RETURN_CONST" if getattr(function, "__name__", "") in empty else "CALL")]
