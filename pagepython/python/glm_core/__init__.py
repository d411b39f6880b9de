"""The parts of glm_core that the page's Python has."""
