"""Where a figure is shown: here the page alone."""
