"""From what an LMS or a mailbox hands over to one mended notebook a student and assignment."""


class Refused(Exception):
    """A file that cannot be taken as a notebook of the assignment; the text says why."""
