"""The cases: what is run as whole processes, and what is taken of them."""

import os, pathlib, re, statistics, subprocess, tempfile, threading, time

from contenders import is_real_broker

# The first of the JVM's compilers alone: what a process that lives for seconds gains nothing by is left out.
FIRST_COMPILER = ["-XX:TieredStopAtLevel=1"]
CONSOLE = ["org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--details=summary"]
SHARED, SIMULATED = 4_000, 200
STORY = CONSOLE + ["--select-class=StoryTest"]


class Failed(Exception):
    """A process that did not end as it should; its output up to there is kept."""

    def __init__(self, message, text):
        super().__init__(message)
        self.text = text


def run(path, main, more=(), java="java", at_most_s=None, **properties):
    """Runs one process; returns what it cost: seconds, CPU seconds, peak MiB; its stories in ms; and its output."""
    flags = [f"-D{key.replace('_', '.')}={value}" for key, value in properties.items()]
    command = [java, "-XX:+UseSerialGC", *more] + flags + ["-cp", path] + main
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        timer = threading.Timer(at_most_s, process.kill) if at_most_s else None
        if timer:
            timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        finally:
            if timer:
                timer.cancel()
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
    if process.returncode != 0:
        ended = f"{process.returncode} after {wall:.0f} s"
        raise Failed(f"failed with {ended}: " + " ".join(command)[-200:] + "\n" + text[-3000:], text)
    return dict(
        wall_s=wall,
        cpu_s=used.ru_utime + used.ru_stime,
        peak_mib=used.ru_maxrss / 1024,
        stories_ms=[float(ms) for ms in re.findall(r"story took ([0-9.]+) ms", text)],
        text=text,
    )


def spread(values):
    return (
        dict(median=statistics.median(values), min=min(values), max=max(values), runs=len(values)) if values else None
    )


def spreads(runs):
    return {key: spread([each[key] for each in runs]) for key in ("wall_s", "cpu_s", "peak_mib")}


def second_half(values):
    return values[len(values) // 2 :]


def stories(paths, case, runs, told, timeouts):
    """Tells the story on each contender; alternates between them, so that a slow minute hits all."""
    measured = {name: [] for name in paths}
    for number in range(runs):
        for name, path in paths.items():
            # A real broker's story takes seconds: three of them tell enough.
            count = min(told, 3) if is_real_broker(name) else told
            measured[name].append(run(path, STORY, stories=count, session_timeout_ms=timeouts[name]))
            print(f"{case} {number + 1}/{runs} {name}: {measured[name][-1]['wall_s']:.2f} s", flush=True)
    result = {}
    for name, all_runs in measured.items():
        every = [each["stories_ms"] for each in all_runs]
        result[name] = spreads(all_runs)
        result[name].update(
            stories=len(every[0]),
            # Of one story, the one; of several, what is left when the first half of the first twelve has gone.
            story_ms=spread([ms for each in every for ms in second_half(each[:12])]),
            late_ms=spread([ms for each in every for ms in second_half(each)]) if len(every[0]) > 12 else None,
        )
    return result


def classes(path, name, timeout):
    """How many classes one story loads, in a process of its own: writing them down takes time."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = pathlib.Path(folder) / "classes.txt"
        run(path, STORY, [f"-Xlog:class+load:file={loaded}"], stories=1, session_timeout_ms=timeout)
        count = loaded.read_text().count(" source: ")
    if count == 0:
        raise Failed(f"{name} loaded no class, as far as the JVM's log tells", "")
    print(f"classes {name}: {count}", flush=True)
    return count


def archives(paths, runs, timeouts, homes):
    """The first test of a JVM without an archive of classes and with one, on each JDK, by turns."""
    return {version(home): archived(paths, runs, timeouts, f"{home}/bin/java", version(home)) for home in homes}


def version(home):
    """The number of a JDK's release, as its own file tells it."""
    found = re.search(r'^JAVA_VERSION="(\d+)', (pathlib.Path(home) / "release").read_text(), re.MULTILINE)
    return found.group(1)


def archived(paths, runs, timeouts, java, number):
    make, use = "-XX:ArchiveClassesAtExit", "-XX:SharedArchiveFile"
    if int(number) > 24:
        make, use = "-XX:AOTCacheOutput", "-XX:AOTCache"
    kinds = dict(without=lambda archive: [], short=lambda archive: [archive, *FIRST_COMPILER])
    kinds["with"] = lambda archive: [archive]
    measured = {name: {kind: [] for kind in kinds} for name in paths}
    with tempfile.TemporaryDirectory() as archives_folder:
        # The JDK archives no path with folders: JUnit itself looks for the test in that, and the jars come first.
        for name, path in paths.items():
            tests, jars = path.split(os.pathsep, 1)
            main = [*STORY[:2], f"--class-path={tests}", *STORY[2:]]
            flags = [f"{make}={archives_folder}/{name}"]
            run(jars, main, flags, java, session_timeout_ms=timeouts[name])
        for turn in range(runs):
            for name, path in paths.items():
                tests, jars = path.split(os.pathsep, 1)
                for kind, flags in kinds.items():
                    more = flags(f"{use}={archives_folder}/{name}")
                    process = run(jars + os.pathsep + tests, STORY, more, java, session_timeout_ms=timeouts[name])
                    measured[name][kind].append(process)
                    told = f"archive {turn + 1}/{runs} JDK {number} {name} {kind}"
                    print(f"{told}: {process['wall_s']:.2f} s", flush=True)
    return {name: {kind: spreads(each) for kind, each in kinds.items()} for name, kinds in measured.items()}


def isolated(path, runs, tests):
    """So many tests that share nothing, as one JUnit run."""
    measured = []
    for number in range(runs):
        measured.append(run(path, CONSOLE + ["--select-class=IsolatedTest"], tests=tests))
        if not re.search(rf"\b{tests} tests successful", measured[-1]["text"]):
            text = measured[-1]["text"]
            raise Failed(f"expected {tests} tests to be successful:\n" + text[:3000], text)
        print(f"isolated {number + 1}/{runs}: {measured[-1]['wall_s']:.2f} s", flush=True)
    return dict(spreads(measured), tests=tests)


def heap(path, runs, clusters):
    """What clusters hold that nobody uses, in bytes of heap after full collections."""
    found = {}
    for number in range(runs):
        text = run(path, ["IdleHeap"], clusters=clusters)["text"]
        for what, retained, used in re.findall(r"heap (\S+) retained (-?\d+) used (\d+)", text):
            kinds = found.setdefault(what, dict(retained_bytes=[], used_bytes=[]))
            kinds["retained_bytes"].append(int(retained))
            kinds["used_bytes"].append(int(used))
        print(f"heap {number + 1}/{runs}: {text.strip()}", flush=True)
    return dict(
        {what: {key: spread(values) for key, values in kinds.items()} for what, kinds in found.items()},
        clusters=clusters,
    )


def scenario(path, runs, told):
    """The samples' main scenario as JUnit runs it, again and again in one JVM."""
    measured = []
    for number in range(runs):
        measured.append(run(path, ["Scenario"], stories=told))
        print(
            f"scenario {number + 1}/{runs}: {statistics.median(second_half(measured[-1]['stories_ms'])):.2f} ms",
            flush=True,
        )
    every = [each["stories_ms"] for each in measured]
    return dict(
        spreads(measured),
        stories=told,
        first_ms=spread([each[0] for each in every]),
        story_ms=spread([ms for each in every for ms in second_half(each)]),
    )


def simulation(path, runs):
    """A test of two consumers, in 200 simulated runs: as a process of its own, and again where they are warm; and in
    many more that one JVM runs, or two of their own."""
    told, short = [], []
    shared = {kind: [] for kind in ("one", "two", "short_one", "short_two")}
    for number in range(runs):
        told.append(simulated(run(path, ["SimulatedRuns"], stories=5)))
        short.append(simulated(run(path, ["SimulatedRuns"], FIRST_COMPILER, stories=1)))
        for kind, walls in shared.items():
            jvms = f"-Dembedded-group-coordinator.simulation.jvms={2 if kind.endswith('two') else 1}"
            flags = FIRST_COMPILER if kind.startswith("short") else []
            walls.append(run(path, ["SimulatedRuns"], [jvms, *flags])["wall_s"])
        print(f"simulation {number + 1}/{runs}: CPU {told[-1]} ms, {short[-1]} ms; {shared} s", flush=True)
    return dict(
        first_cpu_ms=spread([each[0] for each in told]),
        short_cpu_ms=spread([each[0] for each in short]),
        cpu_ms=spread([cpu for each in told for cpu in second_half(each)]),
        simulated=SIMULATED,
        shared=SHARED,
        shared_wall_s={kind: spread(walls) for kind, walls in shared.items()},
    )


def simulated(process):
    """Returns the milliseconds of CPU that each simulation took."""
    found = rf"^simulation took ([0-9.]+) ms of CPU for {SIMULATED} runs$"
    return [float(cpu) for cpu in re.findall(found, process["text"], re.MULTILINE)]


def threads(paths, runs, rounds):
    """The tests of applications with threads of their own: once on a real broker, which takes as long as they say."""
    found = {name: dict(processes=[], tests={}) for name in paths}
    for name, path in paths.items():
        is_here = name == "threads-here"
        for number in range(runs if is_here else 1):
            process = run(path, ["Suite"])
            found[name]["processes"].append(process)
            for test, took, cpu in took_and_cpu(process):
                note(found[name]["tests"], test, took, cpu)
            print(f"{name} {number + 1}: {process['wall_s']:.1f} s, CPU {process['cpu_s']:.1f} s", flush=True)
    warm = {}
    told = took_and_cpu(run(paths["threads-here"], ["Suite"], rounds=rounds))
    for test, took, cpu in second_half(told):
        note(warm, test, took, cpu)
    return {
        "embedded": dict(spreads(found["threads-embedded"]["processes"]), **each(found["threads-embedded"]["tests"])),
        "here": dict(spreads(found["threads-here"]["processes"]), **each(found["threads-here"]["tests"])),
        "warm": dict(each(warm), rounds=rounds),
    }


def took_and_cpu(process):
    return re.findall(r"^(\S+) took ([0-9.]+) ms and ([0-9.]+) ms of CPU$", process["text"], re.MULTILINE)


def note(tests, name, took, cpu):
    of = tests.setdefault(name, dict(took_ms=[], cpu_ms=[]))
    of["took_ms"].append(float(took))
    of["cpu_ms"].append(float(cpu))


def each(tests):
    return dict(tests={name: {key: spread(values) for key, values in of.items()} for name, of in tests.items()})
