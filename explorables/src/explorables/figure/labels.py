"""Labels of parameters: a name that is a Greek letter is shown as one."""

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega".split(),
        "αβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def label_for(name):
    """theta_0 -> θ₀, learning_rate -> learning rate."""
    words = [GREEK.get(word, word) for word in name.strip("_").split("_")]
    if len(words) == 2 and words[1].isdigit():
        return words[0] + words[1].translate(_SUBSCRIPTS)
    return " ".join(words)
