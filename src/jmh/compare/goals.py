"""What is aimed at, whether it was reached, and the command that measures it."""

import growth as sizes
import jmh
from words import MISSING, mebibytes, milliseconds, ranged, seconds, time

RUN = "src/jmh/compare/run --cases "
JMH = "mvn -B -P benchmark -pl src test"
REBALANCE = JMH + " -Dbenchmarks=Rebalance"
FRESH = JMH + " -Dbenchmarks=Fresh"
HAND_OVER = JMH + " -Dbenchmarks=HandOver"
SHARE = "mvn -B -P kraft,share-benchmark -pl src/kraft -am test -DskipTests"


def table(results, benchmarks):
    lines = ["| | goal | measured | met | reproduced by |", "|---|---|---|---|---|"]
    for what, goal, measured, command in processes(results) + coordinators(benchmarks):
        text, is_met = measured or (MISSING, None)
        met = "" if is_met is None else "yes" if is_met else "no"
        lines.append(f"| {what} | {goal} | {text} | {met} | `{command}` |")
    return lines


def processes(results):
    cold, heap = results.get("cold", {}), results.get("heap", {})
    over_empty = None
    if {"ours", "empty"} <= set(cold):
        over_empty = cold["ours"]["wall_s"]["median"] - cold["empty"]["wall_s"]["median"]
    first = over_empty and (seconds(over_empty), over_empty <= 0.5)
    scenario = median(results.get("scenario", {}).get("story_ms"), milliseconds, lambda ms: ms <= 10)
    tests = results.get("isolated", {})
    alone = tests.get("tests") == 1_000 and median(tests["wall_s"], seconds, lambda s: s < 10)
    idle = median(heap.get("cluster", {}).get("retained_bytes"), mebibytes, lambda held: held < 2_000_000)
    return [
        ("first test of a JVM, over an empty JUnit run", "at most 500 ms", first, RUN + "cold --only empty,ours"),
        ("main scenario, warm", "at most 10 ms", scenario, RUN + "scenario"),
        ("1,000 isolated tests of two consumers", "below 10 s", alone, RUN + "isolated"),
        ("heap of an idle cluster", "below 2 MB", idle, RUN + "heap"),
    ] + grown(results)


def grown(results):
    command = RUN + "growth"
    return [
        ("one member of 1,000, beside one of 10: CPU", "at most 1.5 times the cost", member(results), command),
        ("two members stable on 10,000 partitions: CPU", "below 2 s", stable(results, 10_000, 2), command),
        ("two members stable on 100,000 partitions: CPU", "below 20 s", stable(results, 100_000, 20), command),
        ("`runFor` with nothing to read, virtual s for each CPU s", "at least 20,000", rate(results), command),
        ("first test of a JVM with an archive of classes", "at most 250 ms", archive(results), RUN + "archive"),
        ("a `@Simulation` of 200 runs: CPU", "below 5 s", simulation(results), RUN + "simulation"),
    ]


def archive(results):
    """Over an empty run with an archive of its own, of the JDK on which it takes longer, with both compilers."""
    found = results.get("archive", {})
    told = {number: [over_empty(of, kind) for kind in ("with", "short")] for number, of in found.items()}
    text = ", ".join(
        f"JDK {number} {seconds(both)}, with `-XX:TieredStopAtLevel=1` {seconds(one)}"
        for number, (both, one) in told.items()
    )
    return (text, max(both for both, _ in told.values()) <= 0.25) if told else None


def over_empty(of, kind):
    ours, empty = (of[name][kind]["wall_s"]["median"] for name in ("ours", "empty"))
    return ours - empty


def member(results):
    worst = sizes.worst_member(results)
    return worst and (f"{worst[0]:.2f} times ({worst[1]})", worst[0] <= 1.5)


def stable(results, partitions, most):
    ms = sizes.partitions_stable(results, partitions)
    return ms and (milliseconds(ms), ms < most * 1e3)


def rate(results):
    usual, waiting = (sizes.idle_rate(results, what) for what in ("run", "run_waiting"))
    if usual and waiting:
        beside = f"; with `pollEvery` and `fetch.max.wait.ms` of half a minute {waiting:,.0f}"
        return f"{usual:,.0f}{beside}", usual >= 20_000


def simulation(results):
    """Of the first one of a JVM: that is what a test class pays that is alone in it."""
    found = results.get("simulation")
    if found:
        warm, short = (milliseconds(found[kind]["median"]) for kind in ("cpu_ms", "short_cpu_ms"))
        beside = f"; with `-XX:TieredStopAtLevel=1` {short}; in a JVM that has run some {warm}"
        return ranged(found["first_cpu_ms"], milliseconds) + beside, found["first_cpu_ms"]["median"] < 5_000


def median(spread, text, is_met):
    return spread and (ranged(spread, text), is_met(spread["median"]))


def coordinators(figures):
    return [
        ("fixture without clients, warm", "at most 1 ms", fixture(figures), FRESH),
        ("fresh coordinator, beside Kafka's", "at least 3 times as fast", fresh(figures), FRESH),
        ("rebalance of 10,000 members", "below 2 s", large(figures), REBALANCE),
        ("one member of 10,000, beside one of 10", "at most 1.5 times the cost", growth(figures), REBALANCE),
        ("a rebalance, beside Kafka's coordinator", "at least 3 times as fast", rebalances(figures), REBALANCE),
        ("a turn of an application's thread", "at most 20 µs", turn(figures), HAND_OVER),
        ("a turn with 100 threads, beside one with 10", "at most 1.5 times the cost", turns(figures), HAND_OVER),
        ("every operation, beside Kafka's coordinator", "never slower", slowest(figures), JMH),
        ("500 records acquired and acknowledged, beside Kafka's share partition", "not slower", shared(figures), SHARE),
    ]


def fixture(figures):
    ours, alone = (figures.get(jmh.FRESH + what) for what in ("ourCluster", "kafkasConsumerAlone"))
    beside = f"; a `KafkaConsumer` alone {time(alone['ns'])}" if alone else ""
    return ours and (time(ours["ns"]) + beside, ours["ns"] <= 1e6)


def fresh(figures):
    ours, kafkas = (figures.get(jmh.FRESH + what) for what in ("ourCoordinator", "kafkasCoordinator"))
    if ours and kafkas:
        times = kafkas["ns"] / ours["ns"]
        return f"{times:.1f} times", times >= 3


def large(figures):
    entry = figures.get(jmh.key(jmh.REBALANCE, jmh.OURS, 10_000))
    return entry and (time(entry["ns"]), entry["ns"] < 2e9)


def growth(figures):
    factor = jmh.growth(figures, jmh.OURS)
    return factor and (f"{factor:.2f} times", factor <= 1.5)


def rebalances(figures):
    direct, wire = (
        [jmh.ratio(pair) for pair in jmh.pairs(figures) if pair["benchmark"] == jmh.REBALANCE and pair["wire"] == wire]
        for wire in (False, True)
    )
    if direct and wire:
        text = f"direct {min(direct):.1f} to {max(direct):.1f} times, wire {min(wire):.1f} to {max(wire):.1f}"
        return text, min(direct + wire) >= 3


def turn(figures):
    ns = jmh.a_turn(figures, 1)
    return ns and (time(ns), ns <= 20e3)


def turns(figures):
    # The only thread is never put to sleep between two turns: it says nothing of growth.
    some, many = (jmh.a_turn(figures, threads) for threads in (10, 100))
    if some and many:
        return f"{many / some:.2f} times", many / some <= 1.5


def slowest(figures):
    """Slower is what takes five per cent more. JMH's errors of a short run are larger, and would excuse anything."""
    pairs = list(jmh.pairs(figures))
    if pairs:
        worst = min(pairs, key=jmh.ratio)
        where = f"{worst['title']}, {'wire' if worst['wire'] else 'direct'}"
        slower = [pair for pair in pairs if jmh.ratio(pair) < 0.95]
        return f"{len(slower)} of {len(pairs)} slower; worst {jmh.ratio(worst):.2f} times ({where})", not slower


def shared(figures):
    ratios = [jmh.ratio(pair) for pair in jmh.shared(figures)]
    if ratios:
        return f"{min(ratios):.1f} to {max(ratios):.1f} times as fast", min(ratios) >= 1
