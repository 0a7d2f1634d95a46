"""What JMH measured: read from its JSON, and told in Markdown."""

import math

from words import time

OURS, KAFKA, NOBODY = "OURS", "KAFKA", "NOBODY"
REBALANCE = "RebalanceBenchmark.cycle"
REPLACED = "MemberReplacedBenchmark.replaced"
FRESH = "FreshBenchmark."
HAND_OVER = "HandOverBenchmark."
A_TURN = HAND_OVER + "oneTurnOfEachThread"
THREADS = (1, 10, 100)
SHARE_PARTITION = "SharePartitionBenchmark.acquireAndAcknowledge"
SHARED_WORK = (
    ("BATCH", "one batch of 500, acknowledged as one range"),
    ("BATCHES", "fifty batches of ten, acknowledged as one range"),
    ("EACH", "one batch of 500, each record acknowledged for itself"),
)
OPERATIONS = (
    [(REBALANCE, members, f"rebalance, {members:,} members") for members in (3, 10, 100, 1_000, 10_000)]
    + [
        ("RequestBenchmark.heartbeat", None, "Heartbeat"),
        ("RequestBenchmark.commitOfOnePartition", None, "OffsetCommit, 1 partition"),
        ("RequestBenchmark.commitOfTenPartitions", None, "OffsetCommit, 10 partitions"),
        ("RequestBenchmark.fetchOfTenPartitions", None, "OffsetFetch, 10 partitions"),
        ("ConsumerHeartbeatBenchmark.steady", None, "ConsumerGroupHeartbeat, steady"),
    ]
    + [(REPLACED, members, f"consumer protocol: one of {members:,} members replaced") for members in (10, 100, 1_000)]
)
UNITS = {"ns/op": 1, "us/op": 1_000, "ms/op": 1_000_000, "s/op": 1_000_000_000}


def key(benchmark, peer=None, members=None, threads=None, work=None, protocol=None):
    params = dict(members=members, peer=peer, threads=threads, work=work, protocol=protocol)
    return " ".join([benchmark] + [f"{name}={value}" for name, value in params.items() if value is not None])


def condense(entries):
    """Returns what is told of JMH's JSON: the nanoseconds of one operation, by benchmark and parameters."""
    found = {}
    for entry in entries:
        params = entry.get("params", {})
        metric = entry["primaryMetric"]
        size = UNITS[metric["scoreUnit"]]
        error = float(metric["scoreError"])
        benchmark = ".".join(entry["benchmark"].split(".")[-2:])
        told = (params.get(name) for name in ("peer", "members", "threads", "work", "protocol"))
        found[key(benchmark, *told)] = dict(
            ns=metric["score"] * size,
            error_ns=None if math.isnan(error) else error * size,
            how=f"forks: {entry['forks']}, iterations: {entry['measurementIterations']} of {entry['measurementTime']} "
            f"after {entry['warmupIterations']} of {entry['warmupTime']}",
            jvm=f"{entry['vmVersion']} {' '.join(entry['jvmArgs'])}".strip(),
        )
    return found


def with_error(entry):
    if entry is None:
        return ""
    error = entry["error_ns"]
    return time(entry["ns"]) + (f" ± {100 * error / entry['ns']:.0f}%" if error is not None else "")


def pairs(figures):
    """Yields each operation that both coordinators were measured on, with nobody's beside them."""
    for wire in ("", "_WIRE"):
        for benchmark, members, title in OPERATIONS:
            ours, kafkas, nobodys = (
                figures.get(key(benchmark, peer + wire, members)) for peer in (OURS, KAFKA, NOBODY)
            )
            if ours and kafkas:
                yield dict(
                    benchmark=benchmark,
                    members=members,
                    title=title,
                    wire=bool(wire),
                    ours=ours,
                    kafkas=kafkas,
                    nobodys=nobodys,
                )


def ratio(pair):
    return pair["kafkas"]["ns"] / pair["ours"]["ns"]


def table(figures, wire):
    lines = ["| | ours | Kafka's | ratio | nobody's | ratio without it |", "|---|---:|---:|---:|---:|---:|"]
    for pair in pairs(figures):
        if pair["wire"] == wire:
            alone = ""
            if pair["nobodys"] and pair["ours"]["ns"] > pair["nobodys"]["ns"]:
                ours, kafkas = (pair[whose]["ns"] - pair["nobodys"]["ns"] for whose in ("ours", "kafkas"))
                alone = f"{kafkas / ours:.1f}"
            lines.append(
                f"| {pair['title']} | {with_error(pair['ours'])} | {with_error(pair['kafkas'])} | {ratio(pair):.1f} "
                f"| {with_error(pair['nobodys'])} | {alone} |"
            )
    return lines


def per_member(figures, peer, benchmark, members):
    entry = figures.get(key(benchmark, peer, members))
    return entry and entry["ns"] / members


def growth(figures, peer, benchmark=REBALANCE, few=10, many=10_000):
    small, large = (per_member(figures, peer, benchmark, members) for members in (few, many))
    return large / small if small and large else None


def growth_table(figures):
    lines = ["| what one member adds | in a group of 10 | of 10,000 | factor |", "|---|---:|---:|---:|"]
    for peer, title in (
        (OURS, "ours, direct"),
        (KAFKA, "Kafka's, direct"),
        ("NOBODY", "nobody's, direct"),
        ("OURS_WIRE", "ours, wire"),
        ("KAFKA_WIRE", "Kafka's, wire"),
        ("NOBODY_WIRE", "nobody's, wire"),
    ):
        factor = growth(figures, peer)
        if factor:
            small, large = (time(per_member(figures, peer, REBALANCE, members)) for members in (10, 10_000))
            lines.append(f"| {title} | {small} | {large} | {factor:.1f} |")
    return lines


def fresh_table(figures):
    lines = ["| begun and ended, warm | |", "|---|---:|"]
    for benchmark, title in (
        ("ourCoordinator", "our coordinator, leading 50 partitions"),
        ("kafkasCoordinator", "Kafka's coordinator, leading 50 partitions"),
        ("ourCluster", "the whole fixture (broker, topics, coordinators, clock), without clients"),
        ("kafkasConsumerAlone", "a `KafkaConsumer` alone, made by its own constructor"),
        ("ourClusterWithAConsumer", "the fixture with one consumer"),
    ):
        entry = figures.get(FRESH + benchmark)
        if entry:
            lines.append(f"| {title} | {with_error(entry)} |")
    return lines


def a_turn(figures, threads):
    """Nanoseconds of one turn, where so many threads have one after the other."""
    entry = figures.get(key(A_TURN, threads=threads))
    return entry and entry["ns"] / threads


def hand_over_table(figures):
    lines = ["| | all of them | each |", "|---|---:|---:|"]
    for threads in THREADS:
        entry = figures.get(key(A_TURN, threads=threads))
        if entry:
            what = f"a turn of each of {threads} threads" if threads > 1 else "a turn of the only thread"
            lines.append(f"| {what} | {with_error(entry)} | {time(a_turn(figures, threads))} |")
    for protocol, title in (("classic", "classic protocol"), ("consumer", "consumer protocol")):
        entry = figures.get(key(HAND_OVER + "oneIdlePoll", protocol=protocol))
        if entry:
            lines.append(f"| a poll with nothing to read, {title} | {with_error(entry)} | |")
    entry = figures.get(HAND_OVER + "permitThereAndBack")
    if entry:
        lines.append(f"| two threads of the JVM: a permit there and back | {with_error(entry)} | |")
    return lines


def shared(figures):
    """Yields what our share partition and Kafka's took for each kind of work."""
    for work, title in SHARED_WORK:
        ours, kafkas = (figures.get(key(SHARE_PARTITION, peer, work=work)) for peer in (OURS, KAFKA))
        if ours and kafkas:
            yield dict(title=title, ours=ours, kafkas=kafkas)


def share_table(figures):
    lines = ["| acquired and acknowledged | ours | Kafka's | ratio |", "|---|---:|---:|---:|"]
    for pair in shared(figures):
        lines.append(
            f"| {pair['title']} | {with_error(pair['ours'])} | {with_error(pair['kafkas'])} | {ratio(pair):.1f} |"
        )
    return lines


def how(figures):
    """Says how JMH ran, as often as it differed."""
    return sorted(
        {
            f"{entry['how']}; {entry['jvm']}"
            for name, entry in figures.items()
            if isinstance(entry, dict) and "ns" in entry
        }
    )
