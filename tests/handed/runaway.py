"""Code that does not end, or ends its process, or says too much."""

import nbformat
from course import cell, solved

from handed.base import ALL, after, handed, with_answer


@handed(ALL)
def loop_in_a_cell(course):
    return after(course, "import time\nwhile True:\n    time.sleep(1)")


@handed(ALL - 4)
def loop_in_a_function(course):
    return with_answer(course, "entropy-of-log", "def entropy_of_log(words):\n    while True: pass")


@handed(ALL - 4)
def loop_that_swallows_everything(course):
    code = """\
def entropy_of_log(words):
    while True:
        try:
            while True: pass
        except BaseException: pass
"""
    return with_answer(course, "entropy-of-log", code)


@handed(ALL)
def exit_in_the_last_task(course):
    return after(course, "exit()", "geometric")


@handed(ALL - 4)
def exit_in_a_function(course):
    return with_answer(course, "geometric", "def log_partition(eta):\n    import sys; sys.exit()")


@handed(ALL)
def hard_exit(course):
    return after(course, "import os\nos._exit(1)", "geometric")


@handed(ALL - 6)
def segmentation_fault(course):
    return with_answer(
        course,
        "maximum-entropy",
        "def maximum_entropy(values, mean):\n    import ctypes; ctypes.string_at(0)",
        {"entropy-of-log", "mutual-information", "my-information", "geometric", "negative-entropy"},
    )


@handed(ALL)
def input_of_a_name(course):
    return after(course, "name = input()")


@handed(ALL)
def a_million_lines(course):
    return after(course, "for i in range(1_000_000):\n    print(i)", "maximum-entropy")


@handed(ALL)
def fifty_megabytes_in_a_line(course):
    return after(course, "print('x' * 50_000_000)\n'y' * 50_000_000")


@handed(ALL)
def six_gigabytes(course):
    return after(course, "x = bytearray(6 * 10**9)")


@handed(ALL)
def outputs_of_thirty_megabytes(course):
    notebook = solved(course)
    text = nbformat.v4.new_output("stream", text="z" * 30_000_000)
    cell(notebook, "entropy-of-log").outputs = [text]
    return notebook
