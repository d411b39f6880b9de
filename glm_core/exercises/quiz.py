"""Answers that a page can check but nobody can read off it: PBKDF2-HMAC-SHA-256 of a short text.

    python -m glm_core.exercises.quiz hash 0.6931 --digits 3 --slip 1.0
    python -m glm_core.exercises.quiz hash 2 --choices

print the lines to paste into a `{quiz}` directive (_ext/quiz.py). A number is hashed as a count of
units in its last digit, 0.6931 to 3 digits as "693"; a choice as its place in the list, counted
from 1, and several as "1,3". The salt keeps an answer from being read in the page or looked up in a
table, and that is all: one of four choices is found by trying four, and a number of three digits by
trying a thousand, however slow a try is. So the rounds are few, and a phone answers at once.
"""

import argparse
import hashlib
import secrets
from decimal import ROUND_HALF_UP, Decimal

METHOD, ITERATIONS, LENGTH = "pbkdf2-sha256", 1_000, 16


def canonical_number(value, digits):
    """The number as a count of units of 10^−digits, rounded: (0.6931, 3) gives "693"."""
    scaled = Decimal(str(value)).scaleb(digits)
    if not scaled.is_finite():
        raise ValueError(f"value must be a finite number (got {value})")
    return str(int(scaled.to_integral_value(ROUND_HALF_UP)))


def canonical_choice(value):
    """Places in the list, counted from 1: 2 gives "2", (3, 1) and "3,1" give "1,3"."""
    parts = value.split(",") if isinstance(value, str) else value
    places = [parts] if isinstance(parts, int) else [int(part) for part in parts]
    if not places or min(places) < 1:
        raise ValueError(f"value must hold places in the list, from 1 (got {value})")
    return ",".join(map(str, sorted(set(places))))


def digest(text, salt, iterations=ITERATIONS):
    """PBKDF2-HMAC-SHA-256(text, salt), 16 bytes in hexadecimal."""
    key = hashlib.pbkdf2_hmac("sha256", text.encode(), bytes.fromhex(salt), iterations, LENGTH)
    return key.hex()


def encode(text, salt=None):
    """The form that stands in the page: method$iterations$salt$hash."""
    salt = secrets.token_hex(8) if salt is None else salt
    return f"{METHOD}${ITERATIONS}${salt}${digest(text, salt)}"


def decode(encoded):
    """(iterations, salt, hash) of an encoded answer."""
    parts = encoded.strip().split("$")
    if len(parts) != 4 or parts[0] != METHOD or not parts[1].isdigit():
        raise ValueError(f"answer must have the form {METHOD}$iterations$salt$hash (got {encoded})")
    bytes.fromhex(parts[2] + parts[3])
    return int(parts[1]), parts[2], parts[3]


def matches(text, encoded):
    """Is this the answer?"""
    iterations, salt, right = decode(encoded)
    return digest(text, salt, iterations) == right


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m glm_core.exercises.quiz")
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("hash", help="the lines of a quiz for a right answer")
    make.add_argument("--slip", action="append", default=[], help="a typical wrong answer")
    verify = verbs.add_parser("verify", help="does this value answer that quiz?")
    verify.add_argument("encoded", help="what stands after :answer:")
    for verb in (make, verify):
        verb.add_argument("value", help="a number, or places in the list with --choices")
        verb.add_argument("--digits", type=int, default=3, help="digits after the point (3)")
        verb.add_argument("--choices", action="store_true", help="the answer is a choice")
    options = parser.parse_args(arguments)

    def canonical(value):
        if options.choices:
            return canonical_choice(value)
        return canonical_number(value, options.digits)

    if options.verb == "verify":
        right = matches(canonical(options.value), options.encoded)
        print("right" if right else "wrong")
        return 0 if right else 1
    answer = encode(canonical(options.value))
    print(":choices:" if options.choices else f":digits: {options.digits}")
    print(f":answer: {answer}")
    for slip in options.slip:
        print(f":::{{slip}} {digest(canonical(slip), decode(answer)[1])}\n(what went wrong)\n:::")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
