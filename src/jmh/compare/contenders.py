"""The ways of testing a consumer group: what each needs on its class path, resolved and compiled."""

import os, pathlib, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
KAFKA = "4.3.1"


def dependency(group, artifact, version, extra=""):
    named = f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"
    return f"<dependency>{named}{extra}</dependency>"


def without(group):
    return f"<exclusions><exclusion><groupId>{group}</groupId><artifactId>*</artifactId></exclusion></exclusions>"


# What the contenders bring of JUnit must agree with the launcher.
JUNIT_BOM = dependency("org.junit", "junit-bom", "5.14.4", "<type>pom</type><scope>import</scope>")
LOGGING = dependency("org.slf4j", "slf4j-nop", "1.7.36")
LAUNCHER = dependency("org.junit.platform", "junit-platform-console", "1.14.4") + dependency(
    "org.junit.jupiter", "junit-jupiter", "5.14.4"
)
CLIENTS = dependency("org.apache.kafka", "kafka-clients", KAFKA)
RE2J = dependency("com.google.re2j", "re2j", "1.8")
CORE = "src/target/embedded-group-coordinator-[0-9]*.jar"
EXTENSION = "junit-extension/target/embedded-group-coordinator-junit5-[0-9]*.jar"
SAMPLES = "samples/target/embedded-group-coordinator-samples-[0-9]*-tests.jar"
AGENT = "src/agent/target/embedded-group-coordinator-agent-[0-9]*.jar"

# Each has a folder of sources; some share a source with others, or need jars of this build.
CONTENDERS = {
    "empty": dict(dependencies=LAUNCHER + LOGGING, shared=["Repeated"]),
    "consumer": dict(dependencies=LAUNCHER + CLIENTS + LOGGING, shared=["Repeated"]),
    "mock": dict(dependencies=LAUNCHER + CLIENTS + LOGGING, shared=["Repeated"]),
    "ours": dict(dependencies=LAUNCHER + CLIENTS + RE2J + LOGGING, shared=["Repeated"], jars=[CORE]),
    "kraft": dict(
        dependencies=LAUNCHER + CLIENTS + dependency("org.apache.kafka", "kafka-test-common-runtime", KAFKA) + LOGGING,
        shared=["Repeated", "RealStory"],
    ),
    "spring": dict(
        dependencies=LAUNCHER + dependency("org.springframework.kafka", "spring-kafka-test", "4.0.0"),
        shared=["Repeated", "RealStory"],
    ),
}
# The samples' main scenario tells a longer story, so it is beside the contenders, not among them.
SCENARIO = dict(
    dependencies=LAUNCHER + CLIENTS + RE2J + LOGGING + dependency("org.assertj", "assertj-core", "3.27.6"),
    shared=[],
    jars=[CORE, EXTENSION, SAMPLES],
)
# Applications with threads of their own, unchanged on both: Spring Kafka, and Kafka's clients, Streams and broker of the
# version that it was released with. Its own test artifact asks for jars of tests that Kafka does not publish.
SPRING_KAFKA, SPRINGS_KAFKA = "4.1.2", "4.2.2"
APPLICATION = (
    dependency("org.apache.kafka", "kafka-clients", SPRINGS_KAFKA)
    + dependency("org.apache.kafka", "kafka-streams", SPRINGS_KAFKA)
    + dependency("org.springframework.kafka", "spring-kafka", SPRING_KAFKA)
    + LOGGING
)
THREADS = ["threads/Suite", "threads/SpringStories", "threads/StreamsStory"]
APPLICATIONS = {
    "threads-here": dict(dependencies=APPLICATION + RE2J, shared=THREADS, jars=[CORE, AGENT]),
    "threads-embedded": dict(
        dependencies=dependency(
            "org.springframework.kafka", "spring-kafka-test", SPRING_KAFKA, without("org.apache.kafka")
        )
        + dependency("org.apache.kafka", "kafka-test-common-runtime", SPRINGS_KAFKA)
        + APPLICATION,
        shared=THREADS,
    ),
}
# What grows, here and beside an embedded broker; and a simulation.
GROWTH = {
    "growth": dict(dependencies=CLIENTS + RE2J + LOGGING, shared=[], jars=[CORE]),
    "growth-embedded": dict(
        dependencies=dependency("org.springframework.kafka", "spring-kafka-test", "4.0.0"), shared=[]
    ),
    "simulation": dict(dependencies=LAUNCHER + CLIENTS + RE2J + LOGGING, shared=["Repeated"], jars=[CORE, EXTENSION]),
}
OTHERS = dict(APPLICATIONS, **GROWTH, scenario=SCENARIO)


def is_real_broker(name):
    return "RealStory" in CONTENDERS[name]["shared"]


def built(pattern):
    """Returns the one jar that the build left; sources are none."""
    jars = [str(jar) for jar in ROOT.glob(pattern) if not jar.name.endswith("-sources.jar")]
    if len(jars) != 1:
        sys.exit(f"expected one jar {pattern}, found {jars}; run 'mvn -B package -DskipTests' first")
    return jars[0]


def prepare(name, work):
    """Resolves and compiles a contender, or one of the others; returns its class path."""
    needs = OTHERS.get(name) or CONTENDERS[name]
    folder = work / name
    (folder / "classes").mkdir(parents=True)
    pom = folder / "pom.xml"
    pom.write_text(
        "<project xmlns='http://maven.apache.org/POM/4.0.0'><modelVersion>4.0.0</modelVersion>"
        f"<groupId>compare</groupId><artifactId>{name}</artifactId><version>1</version>"
        f"<dependencyManagement><dependencies>{JUNIT_BOM}</dependencies></dependencyManagement>"
        f"<dependencies>{needs['dependencies']}</dependencies></project>"
    )
    listed = folder / "classpath.txt"
    subprocess.run(
        [
            "mvn",
            "-B",
            "-q",
            "-f",
            str(pom),
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
            f"-Dmdep.outputFile={listed}",
        ],
        check=True,
    )
    path = os.pathsep.join([built(jar) for jar in needs.get("jars", [])] + [listed.read_text().strip()])
    sources = [str(HERE / f"{source}.java") for source in needs["shared"]] + sorted(
        str(source) for source in (HERE / name).glob("*.java")
    )
    subprocess.run(["javac", "-nowarn", "-proc:none", "-d", str(folder / "classes"), "-cp", path] + sources, check=True)
    return str(folder / "classes") + os.pathsep + path
