"""Started in a room with nothing but this folder, NumPy, SciPy and IPython in sight."""

import sys

from room import close_the_door


def main(uid):
    close_the_door(uid)
    from serve import serve  # not before the door is closed

    serve()


main(int(sys.argv[1]))
