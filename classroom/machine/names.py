"""Words that the source of an assignment and the machine share."""

ME = "me"  # the variable in a notebook with the id on which its numbers depend
NOT_GRADED = "not-graded"  # tag of a cell that grading has no use for, such as a figure
