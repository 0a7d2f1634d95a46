"""How figures are told."""

MISSING = "not measured yet"


def time(ns):
    """Three digits or so: enough for what is measured here."""
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return digits(ns / size) + " " + unit
    return f"{ns:.0f} ns"


def digits(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def seconds(value):
    return time(value * 1e9)


def milliseconds(value):
    return time(value * 1e6)


def mebibytes(value):
    return f"{value / 2**20:.2f} MiB"


def ranged(spread, text):
    """The median, with the least and the most of several runs."""
    if not spread:
        return ""
    median, least, most = (text(spread[key]) for key in ("median", "min", "max"))
    return f"{median} ({least} to {most})" if spread["runs"] > 1 else median


def row(cells):
    """One line of a table."""
    return ["| " + " | ".join(cells) + " |"]
