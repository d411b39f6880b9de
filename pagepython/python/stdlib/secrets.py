"""Nothing here is secret: the page draws its numbers elsewhere."""

import random

randbits = random.getrandbits
