package io.github.groupcoordinator.report;

import io.github.groupcoordinator.event.ClusterEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The timeline as one page that needs nothing else: no script, no font, no picture, no network. */
final class Page {
    private static final String CSS = """
            body{margin:0;padding:20px 24px 48px;background:var(--bg);color:var(--ink);
            font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            h1{font-size:19px;margin:0 0 2px;overflow-wrap:anywhere}h2{font-size:15px;margin:28px 0 8px}
            p{margin:0 0 14px;color:var(--muted);max-width:72em}
            .chart{display:grid;grid-template-columns:max-content max-content;justify-content:start;overflow:auto;
            width:fit-content;max-width:100%;box-sizing:border-box;
            max-height:92vh;border:1px solid var(--line);border-radius:6px;background:var(--bg)}
            .chart svg{display:block;background:var(--bg);font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,
            monospace}
            .corner{position:sticky;left:0;top:0;z-index:3;background:var(--bg);color:var(--muted);font-size:12px;
            padding:4px 12px;border-right:1px solid var(--line);border-bottom:1px solid var(--line)}
            .axis{position:sticky;top:0;z-index:2;border-bottom:1px solid var(--line)}
            .names{position:sticky;left:0;z-index:1;border-right:1px solid var(--line)}
            text{fill:var(--ink)}.group{font-weight:700}.quiet,.muted{fill:var(--muted)}
            .even{fill:var(--zebra)}.odd{fill:var(--bg)}
            .tick,.grid{stroke:var(--line);fill:none}.grid{stroke-opacity:.7}
            .gap{stroke:var(--muted);stroke-dasharray:2 4;stroke-opacity:.7;fill:none}
            .zigzag{stroke:var(--muted);stroke-width:1.5;fill:none}
            .letter{fill:var(--badge);font-weight:700;text-anchor:middle}
            .bar line{stroke-width:3}.bar.zombie rect{fill:var(--bg);stroke-dasharray:4 3}
            .bar.zombie text{fill:var(--muted)}
            .bar:hover rect,.phase:hover rect{stroke-width:2.5}.mark:hover rect{stroke:var(--ink);stroke-width:2}
            .phase rect{stroke:var(--muted);fill:var(--bg)}.phase.rebalancing rect{stroke-dasharray:5 2}
            .empty rect{stroke-dasharray:1 3}
            .legend{display:flex;flex-wrap:wrap;gap:5px 20px;margin:12px 0 0;padding:0;list-style:none;font-size:13px}
            .legend li{display:flex;align-items:center;gap:7px;overflow-wrap:anywhere}.legend svg{flex:none;
            font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
            table{border-collapse:collapse;width:100%;font-size:13px}
            th,td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid var(--line)}
            td{overflow-wrap:anywhere}td:nth-child(2){min-width:9em}
            th,td:first-child{white-space:nowrap;font-variant-numeric:tabular-nums}
            @media print{.chart{max-height:none;overflow:visible}}
            """;

    private final Story story;
    private final String title;
    private final Markup out = new Markup();

    Page(Story story, String title) {
        this.story = story;
        this.title = title;
    }

    String render() {
        out.raw("<!DOCTYPE html>").line();
        out.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").line();
        out.open("head").line();
        out.empty("meta", "charset", "utf-8").line();
        // Nothing may be loaded: a name from a test can't become a request.
        out.empty(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; style-src 'unsafe-inline'")
                .line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.leaf("title", title).line();
        out.open("style").line().raw(Palette.css()).raw(CSS).close().line();
        out.close().line();
        out.open("body").line();
        out.leaf("h1", title).line();
        out.leaf("p", summary()).line();
        if (!story.events().isEmpty()) {
            new Chart(story, out).draw();
            legend();
            table();
        }
        out.close().line();
        return out.close().line().toString();
    }

    private String summary() {
        List<ClusterEvent> events = story.events();
        if (events.isEmpty()) {
            return "Nothing happened to any group.";
        }
        int members =
                story.groups().stream().mapToInt(group -> group.lanes().size()).sum();
        Moments moments = story.moments();
        return count(events.size(), "event") + ", " + count(story.groups().size(), "group") + ", "
                + count(members, "member") + ", from "
                + moments.time(events.get(0).at()) + " to "
                + moments.time(events.get(events.size() - 1).at()) + " of virtual time. Rest the pointer on a bar or a"
                + " mark for details; the table has all of them. The time axis is not to scale: a longer time is a"
                + " wider gap, and what happened at one instant stands side by side, in its order."
                + (moments.isFolded() ? " Where the time ends in \u2026, commits of a while are told as one." : "");
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void legend() {
        out.leaf("h2", "Legend").line();
        out.open("ul", "class", "legend").line();
        List<String> topics = story.topics();
        for (int i = 0; i < topics.size(); i++) {
            swatch("bar t" + Palette.topicColour(i), Palette.topicDashes(i), "owned: topic " + topics.get(i));
        }
        boolean zombies = story.groups().stream()
                .flatMap(group -> group.lanes().stream())
                .flatMap(lane -> lane.bars().stream())
                .anyMatch(Bar::zombie);
        if (zombies) {
            swatch("bar zombie t0", "", "zombie: the client has not learned yet that it is no member any more");
        }
        swatch("phase rebalancing", "", "rebalancing");
        swatch("phase stable", "", "stable");
        for (Mark.Kind kind : used()) {
            out.open("li");
            picture(16, 16);
            Chart.shape(out, kind, 1, 1);
            out.close().leaf("span", kind.meaning()).close().line();
        }
        out.close().line();
    }

    private Set<Mark.Kind> used() {
        Set<Mark.Kind> used = EnumSet.noneOf(Mark.Kind.class);
        for (GroupLanes group : story.groups()) {
            group.marks().forEach(mark -> used.add(mark.kind()));
            group.lanes().forEach(lane -> lane.marks().forEach(mark -> used.add(mark.kind())));
        }
        return used;
    }

    private void swatch(String cssClass, String dashes, String text) {
        out.open("li");
        picture(30, 18);
        out.open("g", "class", cssClass);
        out.empty("rect", "x", 1, "y", 1, "width", 28, "height", 16, "rx", 2);
        if (!dashes.isEmpty()) {
            out.empty("line", "x1", 1, "y1", 16, "x2", 29, "y2", 16, "stroke-dasharray", dashes);
        }
        out.close().close().leaf("span", text).close().line();
    }

    private void picture(int width, int height) {
        out.open("svg", "xmlns", "http://www.w3.org/2000/svg", "width", width, "height", height, "aria-hidden", "true");
    }

    private void table() {
        out.leaf("h2", "All events").line();
        out.open("table").line();
        out.open("thead").open("tr");
        for (String head : List.of("Virtual time", "Group", "What happened")) {
            out.leaf("th", head, "scope", "col");
        }
        out.close().close().line();
        out.open("tbody").line();
        for (ClusterEvent event : story.events()) {
            out.open("tr").leaf("td", story.moments().time(event.at()));
            out.leaf("td", event.groupId()).leaf("td", event.describe());
            out.close().line();
        }
        out.close().close().line();
    }
}
