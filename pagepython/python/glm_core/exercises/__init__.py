"""Checks come from the page."""


def check(name, answer=None, **rest):
    """In the page the button Check does this."""
    print("○ %s: press Check." % name)


check_setting = check
