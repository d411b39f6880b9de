"""Words that the source of an assignment and the machine share."""

ME = "me"  # the name in a notebook on which its numbers depend
NOT_GRADED = "not-graded"  # tag of a cell that grading has no use for, such as a figure
