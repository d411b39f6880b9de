"""annotations are not kept here in any case."""

annotations = None
