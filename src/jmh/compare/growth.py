"""How a cost grows: each series in a process of its own, sizes by turns, and beside them an embedded broker once."""

import functools, re, sys

import cases
from words import MISSING, digits, milliseconds, row, time

SIZES = {
    "members-classic": [10, 100, 1_000],
    "members-consumer": [10, 100, 1_000],
    "partitions": [10, 100, 1_000, 10_000, 100_000],
    "records": [1_000, 10_000, 100_000, 1_000_000],
    "threads": [1, 10, 100],
    "idle": [3_600],
}
PEER_SIZES = [10, 100]
# A process that takes longer is ended, and what it told is kept.
AT_MOST_S = 420
# A heap that has its size from the beginning: the collector's share follows what is allocated, not how a heap grows.
HEAP = ["-Xms6g", "-Xmx6g", "-Xmn4g", "-XX:+AlwaysPreTouch"]
PROTOCOLS = {"classic": "classic", "consumer": "consumer protocol"}
MEMBERS = {
    "first_stable": "first `awaitStable`",
    "leaves": "one leaves",
    "expires": "one crashes, its session of 45 s expires",
    "idle": "`runFor(10 s)` idle",
    "records": "`runFor(10 s)`, a record for each in each second",
}
# Beside them, what is no goal: as many members that have nothing to do with each other.
APART = {"idle_apart": "`runFor(10 s)` idle, in clusters of ten by turns"}
PARTITIONS = {
    f"{protocol}_{step}": f"{title}, two members: {what}"
    for protocol, title in PROTOCOLS.items()
    for step, what in (("stable", "first `awaitStable`"), ("idle", "`runFor(5 s)` idle"))
}
IDLE = {
    "advance": "`advance`",
    "run": "`runFor`",
    "run_seldom": "`runFor`, `pollEvery` of 30 s",
    "run_waiting": "`runFor`, `pollEvery` of 30 s, `fetch.max.wait.ms` of 25 s",
}


def measure(path, steps):
    """Returns by series how to run it, up to so many of its sizes; its figures are ms of CPU, by step and size."""
    return {name: functools.partial(series, path, name, sizes[:steps]) for name, sizes in SIZES.items()}


def series(path, name, sizes):
    text = kept(path, ["Growth", name, ",".join(map(str, sizes))], f"growth {name} up to {sizes[-1]:,}")
    return {name: figures(text)}


def peer(path, steps):
    """The same members beside an embedded broker in their process, whose time is real: one round."""
    return {f"members-{protocol}": functools.partial(peers, path, protocol, steps) for protocol in PROTOCOLS}


def peers(path, protocol, steps):
    text = ""
    for size in PEER_SIZES[:steps]:
        text += kept(path, ["Embedded", protocol, str(size)], f"growth embedded {protocol} {size}")
    return {f"members-{protocol}": figures(text)}


def kept(path, main, told):
    """Returns what a process told, even if it failed or took too long after that; nothing told is a failure."""
    try:
        process = cases.run(path, main, HEAP, at_most_s=AT_MOST_S)
        print(f"{told}: {process['wall_s']:.0f} s, CPU {process['cpu_s']:.0f} s", flush=True)
        return process["text"]
    except cases.Failed as failed:
        if not figures(failed.text):
            raise
        print(f"{told}: only a part, {failed}", file=sys.stderr, flush=True)
        return failed.text


def figures(text):
    """Returns by step, then by size, what was printed."""
    values = {}
    for size, what, ms in re.findall(r"^growth \S+ (\d+) (\S+) ([0-9.]+)$", text, re.MULTILINE):
        values.setdefault(what, {}).setdefault(size, []).append(float(ms))
    return {what: {size: cases.spread(of) for size, of in sizes.items()} for what, sizes in values.items()}


def median(results, series, what, size):
    entry = results.get("growth", {}).get(series, {}).get(what, {}).get(str(size))
    return entry and entry["median"]


def factor(results, series, what, sizes):
    """By how much more one of the largest number costs than one of the least; None if not measured."""
    least, most = (median(results, series, what, size) for size in (sizes[0], sizes[-1]))
    return (most / sizes[-1]) / (least / sizes[0]) if least and most else None


def worst_member(results):
    """The largest of the factors from ten members to a thousand, and of which step it is."""
    factors = {
        (protocol, what): factor(results, f"members-{protocol}", what, SIZES[f"members-{protocol}"])
        for protocol in PROTOCOLS
        for what in MEMBERS
    }
    if None not in factors.values():
        worst = max(factors, key=factors.get)
        return factors[worst], f"{PROTOCOLS[worst[0]]}, {MEMBERS[worst[1]]}"


def partitions_stable(results, size):
    """Milliseconds until two members are stable, of the protocol that takes longer."""
    found = [median(results, "partitions", f"{protocol}_stable", size) for protocol in PROTOCOLS]
    return max(found) if all(found) else None


def idle_rate(results, what):
    """Virtual seconds per second of CPU."""
    ms = median(results, "idle", what, SIZES["idle"][0])
    return ms and SIZES["idle"][0] / (ms / 1e3)


def table(title, results, series, rows, sizes):
    heads = [title] + [f"{size:,}" for size in sizes] + [f"each of {size:,}" for size in sizes] + ["factor"]
    lines = row(heads) + row(["---"] + ["---:"] * (len(heads) - 1))
    for what, told in rows.items():
        of = [median(results, series, what, size) for size in sizes]
        each = [ms and ms / size for ms, size in zip(of, sizes)]
        last = factor(results, series, what, sizes)
        cells = [milliseconds(ms) if ms else "" for ms in of]
        # The factor of each step is that to the size before it.
        steps = [
            f"{milliseconds(now)} (×{digits(now / before)})" if now and before else ""
            for before, now in zip(each, each[1:])
        ]
        lines += row([told] + cells + [milliseconds(each[0]) if each[0] else ""] + steps + [digits(last) if last else ""])
    return lines


def tables(results):
    if "growth" not in results:
        return [MISSING + "."]
    lines = []
    for protocol, title in PROTOCOLS.items():
        series = f"members-{protocol}"
        lines += table(f"members, {title}", results, series, MEMBERS | APART, SIZES[series]) + [""]
    lines += table("partitions", results, "partitions", PARTITIONS, SIZES["partitions"]) + [""]
    records = {"sent": "sent by a producer", "read": "read by a member"}
    lines += table("records", results, "records", records, SIZES["records"]) + [""]
    threads = {"first_stable": "first `awaitStable`", "idle": "`advance(10 s)` idle"}
    lines += table("threads of the application, each with a consumer", results, "threads", threads, SIZES["threads"])
    return lines + [""] + idle(results) + [""] + beside(results)


def idle(results):
    hours = SIZES["idle"][0] / 3_600
    lines = row(["four members of each protocol, nothing to read", "CPU of a virtual day", "virtual s for each CPU s"])
    lines += row(["---", "---:", "---:"])
    for what, told in IDLE.items():
        ms = median(results, "idle", what, SIZES["idle"][0])
        if ms:
            lines += row([told, time(ms * 1e6 * 24 / hours), f"{idle_rate(results, what):,.0f}"])
    return lines


def beside(results):
    """The same steps beside an embedded broker, where time is real and members of a crashed process are not waited for."""
    found = results.get("growth_embedded")
    if not found:
        return [MISSING + "."]
    lines = row(["beside spring-kafka-test's broker", "members", "embedded broker", "here", "embedded / here"])
    lines += row(["---", "---:", "---:", "---:", "---:"])
    for protocol, title in PROTOCOLS.items():
        for what, told in MEMBERS.items():
            for size, entry in found.get(f"members-{protocol}", {}).get(what, {}).items():
                here = median(results, f"members-{protocol}", what, size)
                cells = [f"{title}: {told}", size, milliseconds(entry["median"])]
                lines += row(cells + [milliseconds(here), f"{digits(entry['median'] / here)} times"] if here else cells)
    return lines
