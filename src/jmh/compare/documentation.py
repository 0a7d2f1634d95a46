"""Writes what was measured into docs/performance.md, between its markers, and draws the chart."""

import re, sys

import chart, goals, growth, jmh
from figures import read
from words import MISSING, digits, mebibytes, milliseconds, ranged, row, seconds

CONTENDERS = {
    "empty": "empty JUnit run",
    "consumer": "a `KafkaConsumer` made and closed, no more",
    "mock": "`MockConsumer` (knows no protocol)",
    "ours": "this library",
    "spring": "spring-kafka-test 4.0.0 (Kafka 4.1.1, embedded KRaft)",
    "kraft": "Kafka 4.3.1's `KafkaClusterTestKit`",
}
HELD = {
    "cluster": "heap of an idle cluster",
    "cluster-with-a-consumer": "the same with a topic and a consumer in a group",
    "consumer-alone": "heap of a `KafkaConsumer` alone",
}
APPLICATIONS = {
    "retries": "Spring Kafka: a back-off of a second, then the dead letters",
    "takeover": "Spring Kafka: a member dies, its session of 45 s times out",
    "streams": "Kafka Streams: two instances, one is closed, its session of 45 s times out, punctuators of 10 s",
    "back-off": "Spring Kafka: a back-off of ten minutes, then the dead letters",
}


def machine(results, benchmarks):
    lines = []
    for what, figures in (("Whole processes", results), ("JMH", benchmarks)):
        if figures:
            of = figures["machine"]
            told = [of[key] for key in ("cpu", "cores", "memory", "system", "java") if key in of]
            lines.append(f"- {what}: {', '.join(told)}.")
    return lines + [f"- JMH's runs: {each}." for each in jmh.how(benchmarks)]


def story(results):
    heads = [
        "",
        "first test of a JVM: whole process",
        "CPU",
        "peak memory",
        "classes",
        "the story alone, cold",
        "7th to 12th test",
    ]
    lines = row(heads + ["second half of many", "with the default timeout of 45 s"]) + row(["---"] + ["---:"] * 8)
    for name, title in CONTENDERS.items():
        cold, warm, waiting = (results.get(case, {}).get(name) for case in ("cold", "warm", "default_timeout"))
        if cold:
            loaded = f"{cold['classes']:,}" if "classes" in cold else ""
            process = [ranged(cold["wall_s"], seconds), seconds(cold["cpu_s"]["median"]), memory(cold), loaded]
            told = [""] * 4 if name == "empty" else stories(cold, warm, waiting)
            lines += row([title] + process + told)
    return lines


def stories(cold, warm, waiting):
    late = warm and warm["late_ms"]
    return [
        ranged(cold["story_ms"], milliseconds),
        ranged(warm and warm["story_ms"], milliseconds),
        f"{ranged(late, milliseconds)}, of {warm['stories']}" if late else "",
        milliseconds(waiting["story_ms"]["median"]) if waiting else "",
    ]


def memory(process):
    return f"{process['peak_mib']['median']:.0f} MiB"


def others(results):
    lines = row(["", "", ""]) + row(["---", "---:", "---"])
    alone, scenario, heap = results.get("isolated"), results.get("scenario"), results.get("heap")
    if alone:
        what = f"{alone['tests']:,} isolated tests, two consumers each, as one process"
        beside = f"CPU {seconds(alone['cpu_s']['median'])}, peak memory {memory(alone)}"
        lines += row([what, ranged(alone["wall_s"], seconds), beside])
    if scenario:
        what = f"the samples' main scenario, second half of {scenario['stories']} in one JVM"
        beside = f"the first one {ranged(scenario['first_ms'], milliseconds)}"
        lines += row([what, ranged(scenario["story_ms"], milliseconds), beside])
    for what, title in HELD.items() if heap else ():
        whole = mebibytes(heap[what]["used_bytes"]["median"])
        beside = f"each of {heap['clusters']} retains so much; all of the heap by their number: {whole}"
        lines += row([title, ranged(heap[what]["retained_bytes"], mebibytes), beside])
    simulation = results.get("simulation")
    if simulation:
        what = f"a `@Simulation` of {simulation['simulated']} runs, two consumers each, in a JVM that has run some: CPU"
        first, short = (ranged(simulation[kind], milliseconds) for kind in ("first_cpu_ms", "short_cpu_ms"))
        beside = f"the first of a JVM {first}; of one with `-XX:TieredStopAtLevel=1` {short}"
        lines += row([what, ranged(simulation["cpu_ms"], milliseconds), beside])
    if simulation and "shared" in simulation:
        wall = {kind: ranged(spread, seconds) for kind, spread in simulation["shared_wall_s"].items()}
        what = f"a `@Simulation` of {simulation['shared']:,} runs of the same without faults, in two JVMs of their own"
        beside = f"; with `-XX:TieredStopAtLevel=1` two {wall['short_two']}, one {wall['short_one']}"
        lines += row([what, wall["two"], f"in one JVM {wall['one']}{beside}"])
    return lines if len(lines) > 2 else [MISSING + "."]


def archive(results):
    """The first test of a JVM over an empty run with the same flags."""
    lines = row(["", "empty run", "this library", "over the empty run"]) + row(["---", "---:", "---:", "---:"])
    kinds = {"without": "no archive", "with": "with one", "short": "with one, and `-XX:TieredStopAtLevel=1`"}
    for number, of in results.get("archive", {}).items():
        for kind, title in kinds.items():
            empty, ours = (of[name][kind]["wall_s"] for name in ("empty", "ours"))
            over = seconds(ours["median"] - empty["median"])
            lines += row([f"JDK {number}, {title}", ranged(empty, seconds), ranged(ours, seconds), over])
    return lines if len(lines) > 2 else [MISSING + "."]


def threads(results):
    """Wall time and CPU time of each test on both clusters, and of the processes that ran all of them."""
    found = results.get("threads")
    if not found:
        return [MISSING + "."]
    heads = ["", "embedded broker", "CPU", "here", "CPU", "embedded / here", "here, warm", "CPU", "embedded / here, warm"]
    lines = row(heads) + row(["---"] + ["---:"] * (len(heads) - 1))
    for name, title in APPLICATIONS.items():
        embedded, here, warm = (found[side]["tests"][name] for side in ("embedded", "here", "warm"))
        cells = [title]
        for side in (embedded, here):
            cells += [ranged(side["took_ms"], milliseconds), milliseconds(side["cpu_ms"]["median"])]
        cells += [times(embedded["took_ms"], here["took_ms"])]
        cells += [ranged(warm["took_ms"], milliseconds), milliseconds(warm["cpu_ms"]["median"])]
        lines += row(cells + [times(embedded["took_ms"], warm["took_ms"])])
    embedded, here = found["embedded"], found["here"]
    cells = ["all of them, as one process"]
    for side in (embedded, here):
        cells += [ranged(side["wall_s"], seconds), seconds(side["cpu_s"]["median"])]
    return lines + row(cells + [times(embedded["wall_s"], here["wall_s"]), "", "", ""])


def times(beside, ours):
    return f"{digits(beside['median'] / ours['median'])} times"


def render(out):
    """Draws the chart beside the figures, and rewrites the document above them; without one, prints its tables."""
    results, benchmarks = read(out / "results.json"), read(out / "benchmarks.json")
    if {"ours", "empty"} <= set(results.get("cold", {})) and "warm" in results:
        chart.draw(results, out / "comparison.svg")
    blocks = dict(
        machine=machine(results, benchmarks),
        goals=goals.table(results, benchmarks),
        story=story(results),
        others=others(results),
        threads=threads(results),
        sizes=growth.tables(results),
        archive=archive(results),
        direct=jmh.table(benchmarks, False),
        wire=jmh.table(benchmarks, True),
        growth=jmh.growth_table(benchmarks),
        fresh=jmh.fresh_table(benchmarks),
        hand_over=jmh.hand_over_table(benchmarks),
        share=jmh.share_table(benchmarks),
    )
    document = out.parent / "performance.md"
    if not document.exists():
        for name, lines in blocks.items():
            print(f"\n{name}\n\n" + "\n".join(lines))
        return
    text = document.read_text()
    for name, lines in blocks.items():
        block = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if len(block.findall(text)) != 1:
            sys.exit(f"{document} has no place for '{name}', or more than one")
        text = block.sub(lambda match: match.group(1) + "\n".join(lines) + "\n" + match.group(2), text)
    document.write_text(text)
