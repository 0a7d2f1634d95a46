"""The chart: the cold and the warm story of each contender, on a logarithmic axis."""

import math

ROWS = {
    "ours": "embedded group coordinator",
    "spring": "spring-kafka-test (embedded KRaft)",
    "kraft": "KafkaClusterTestKit (KRaft in process)",
    "mock": "MockConsumer (knows no protocol)",
}
LOW_MS, HIGH_MS = 0.1, 10_000
TICKS = {0.1: "0.1 ms", 1: "1 ms", 10: "10 ms", 100: "100 ms", 1_000: "1 s", 10_000: "10 s"}
LEFT, WIDTH, TOP, ROW = 270, 570, 58, 60

# GitHub shows the file as an image, in which the reader's colour scheme still holds; the ground is the page's.
STYLE = (
    "<style>text{fill:#1f2328}.muted{fill:#59636e}.axis{stroke:#59636e}.cold{fill:#0969da}.warm{fill:#80ccff}"
    "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.muted{fill:#9198a1}.axis{stroke:#9198a1}"
    ".cold{fill:#4493f8}.warm{fill:#a5d6ff}}</style>"
)


def x(ms):
    inside = min(max(ms, LOW_MS), HIGH_MS)
    return LEFT + WIDTH * math.log10(inside / LOW_MS) / math.log10(HIGH_MS / LOW_MS)


def text(ms):
    return f"{ms / 1000:.1f} s" if ms >= 1000 else f"{ms:.0f} ms" if ms >= 10 else f"{ms:.1f} ms"


def key(left, kind, label):
    square = f'<rect class="{kind}" x="{left}" y="10" width="12" height="12" rx="2"/>'
    return square + f'<text x="{left + 18}" y="21">{label}</text>'


def bar(y, kind, ms):
    end = max(LEFT + 2, x(ms))
    return [
        f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="18" rx="3"/>',
        f'<text x="{end + 6:.1f}" y="{y + 14}">{text(ms)}</text>',
    ]


def draw(results, file):
    """Draws what of the story was measured; an empty JUnit run is taken off the cold one."""
    names = [name for name in ROWS if name in results["cold"] and name in results["warm"]]
    bottom = TOP + ROW * len(names)
    width, height = LEFT + WIDTH + 80, bottom + 28
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="13" role="img" aria-label="What the story takes, cold and warm">',
        STYLE,
        key(8, "cold", "first test of a JVM, over an empty JUnit run"),
        key(320, "warm", "7th to 12th test (2nd and 3rd on a real broker)"),
        f'<text class="muted" x="8" y="{bottom + 16}">logarithmic scale</text>',
    ]
    lines.append(f'<line class="axis" x1="{LEFT}" y1="{bottom - 8}" x2="{LEFT + WIDTH}" y2="{bottom - 8}"/>')
    for ms, label in TICKS.items():
        at = f"{x(ms):.1f}"
        lines.append(f'<line class="axis" x1="{at}" y1="{bottom - 8}" x2="{at}" y2="{bottom - 2}"/>')
        lines.append(f'<text class="muted" x="{at}" y="{bottom + 16}" text-anchor="middle">{label}</text>')
    empty_s = results["cold"]["empty"]["wall_s"]["median"]
    for index, name in enumerate(names):
        y = TOP - 18 + ROW * index
        lines.append(f'<text x="8" y="{y + 26}">{ROWS[name]}</text>')
        lines += bar(y, "cold", 1000 * (results["cold"][name]["wall_s"]["median"] - empty_s))
        lines += bar(y + 22, "warm", results["warm"][name]["story_ms"]["median"])
    file.write_text("\n".join(lines + ["</svg>"]) + "\n")
