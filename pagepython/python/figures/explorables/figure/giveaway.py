"""Whether a figure gives its question's answer away is looked for when the book is built, not in the page."""


class Secret:
    def __init__(self, written):
        self.written = written


def secrets(predict):
    """The numbers of the right option, as they are written."""
    words = predict["options"][predict["answer"]].split()
    return [Secret(word.strip("%.,;:()")) for word in words if any([c.isdigit() for c in word])]


def given_away(predict, sight):
    return {}


def tell(name, found, shown):
    return []
