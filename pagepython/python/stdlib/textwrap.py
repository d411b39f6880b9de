"""dedent, fill and indent."""


def dedent(text):
    lines = text.split("\n")
    margin = min([len(l) - len(l.lstrip()) for l in lines if l.strip()] or [0])
    return "\n".join([l[margin:] if l.strip() else "" for l in lines])


def wrap(text, width=70, initial_indent="", subsequent_indent="", **rest):
    lines, line = [], initial_indent
    for word in text.split():
        if len(line.strip()) and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = subsequent_indent + word
        else:
            line += (" " if line.strip() else "") + word
    return lines + [line] if line.strip() else lines


def fill(text, width=70, **rest):
    return "\n".join(wrap(text, width, **rest))


def indent(text, prefix):
    return "\n".join([prefix + l if l.strip() else l for l in text.split("\n")])
