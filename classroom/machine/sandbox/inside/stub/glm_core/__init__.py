"""Stands where the book's package is while work is graded."""

raise ImportError(
    "glm_core is not there when your work is graded: the task asks for the formula itself, "
    "with NumPy and SciPy"
)
