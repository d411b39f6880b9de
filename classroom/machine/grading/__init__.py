"""From a collected notebook to points: tests here, the student's code in a room elsewhere."""
