"""get_close_matches: names that share most pairs of letters."""


def _ratio(a, b):
    pairs = lambda w: [w[i : i + 2] for i in range(len(w) - 1)] or [w]
    p, q = pairs(a.lower()), pairs(b.lower())
    rest, shared = list(q), 0
    for pair in p:
        if pair in rest:
            rest.remove(pair)
            shared += 1
    return 2 * shared / (len(p) + len(q))


def get_close_matches(word, possibilities, n=3, cutoff=0.5):
    found = sorted([(-_ratio(word, w), w) for w in possibilities])
    return [w for r, w in found[:n] if -r >= cutoff]
