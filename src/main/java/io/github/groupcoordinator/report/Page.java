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
            .why{border-left:5px solid var(--m17);padding:6px 14px;margin:0 0 14px;max-width:72em}
            .why pre{margin:4px 0;max-height:14em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
            .why a{color:inherit}
            pre,.chart,.badges{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
            input{margin:0 4px 8px 12px;vertical-align:middle}
            .chart{--z:1;overflow:auto;max-height:88vh;width:fit-content;max-width:100%;box-sizing:border-box;
            border:1px solid var(--line);border-radius:6px;background:var(--bg)}
            .row{display:flex;width:max-content;background:var(--bg)}.rows .even{background:var(--zebra)}
            .rows{position:relative;width:max-content}
            .head{position:sticky;left:0;z-index:2;width:var(--h);flex:none;box-sizing:border-box;padding:5px 12px 0;
            background:inherit;border-right:1px solid var(--line);overflow:hidden;white-space:pre}
            .head b{display:block;font-size:12px;line-height:1.3;font-weight:400}\
            .group .head b{font-weight:700;font-size:13px}
            .head small{color:var(--muted);font-size:10px}.axis .head{color:var(--muted);font-size:12px}
            .track{position:relative;flex:none;width:calc(var(--w)*var(--z)*1px + 90px)}
            .track>*,.sheet>*{position:absolute;left:calc(var(--x)*var(--z)*1px)}
            .axis{position:sticky;top:0;z-index:4;height:44px;border-bottom:1px solid var(--line)}
            .time,.quiet,.cause,.flag{white-space:pre}.time{top:5px;font-size:11px}
            .quiet{top:25px;font-size:10px;color:var(--muted);transform:translateX(-50%)}
            .cause{top:42px;font-size:10px;color:var(--muted)}
            .flag{top:24px;padding:0 3px;font-size:11px;background:var(--m17);color:var(--badge);
            scroll-margin:90px 200px}
            .sheet{position:absolute;left:var(--h);top:0;bottom:0;pointer-events:none}.over{z-index:1}
            .sheet i{top:0;bottom:0;border-left:1px solid var(--line)}
            .sheet .gap{border-left:1px dashed var(--muted)}.sheet .end{border-left:2px solid var(--m17)}
            .m{top:4px;margin-left:-7px;width:14px;height:14px;border-radius:7px;color:var(--badge);
            font:700 10px/14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;text-align:center}
            .m.q{border-radius:2px}.m:hover{outline:2px solid var(--ink);z-index:1}
            #z0:checked~.chart .track .m{width:5px;margin-left:-2px;border-radius:1px;font-size:0}
            .bar,.phase{top:calc(22px + var(--r,0)*18px);width:calc(var(--l)*var(--z)*1px);height:16px;
            box-sizing:border-box;border:1px solid var(--muted);border-radius:2px;overflow:clip;white-space:pre;
            font-size:11px;line-height:13px}
            .bar span,.phase span{position:sticky;left:calc(var(--h) + 5px);margin:0 5px}
            .bar.zombie{background:var(--bg);border-style:dashed;color:var(--muted)}
            .rebalancing{border-style:dashed}.empty{border-style:dotted}
            .bar:hover,.phase:hover{outline:1px solid var(--ink)}
            .legend{display:flex;flex-wrap:wrap;gap:5px 20px;margin:12px 0 0;padding:0;list-style:none;font-size:13px}
            .legend li{display:flex;align-items:center;gap:7px;overflow-wrap:anywhere}
            .legend i,.legend .bar,.legend .phase{position:static;flex:none;margin:0}
            .legend .bar,.legend .phase{display:inline-block;width:28px}
            table{border-collapse:collapse;width:100%;font-size:13px}
            th,td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-top:1px solid var(--line)}
            td:empty{border-color:transparent}
            td{overflow-wrap:anywhere}td:nth-child(2){min-width:9em}
            th,td:first-child{white-space:nowrap;font-variant-numeric:tabular-nums}
            .failed td{color:var(--m17);font-weight:700}
            @media print{.chart{max-height:none;overflow:visible}input,label{display:none}}
            """;

    private final Story story;
    private final String title;
    private final Scale scale;
    private final Zoom zoom;
    private final Markup out = new Markup();

    Page(Story story, String title) {
        this.story = story;
        this.title = title;
        scale = new Scale(story);
        zoom = new Zoom(scale.width());
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
        out.open("style")
                .line()
                .raw(CSS)
                .raw(Palette.css())
                .raw(zoom.css())
                .close()
                .line();
        out.close().line();
        out.open("body").line();
        out.leaf("h1", title).line();
        why();
        out.leaf("p", summary()).line();
        if (!story.events().isEmpty()) {
            zoom.draw(out);
            new Chart(story, scale, zoom, out).draw();
            legend();
            out.leaf("h2", "All events").line();
            new EventTable(story, out).draw();
        }
        out.close().line();
        return out.close().line().toString();
    }

    /** Writes what the reader wants to know first: why the test failed. */
    private void why() {
        TestFailure failure = story.failure();
        if (failure == null) {
            return;
        }
        out.open("div", "class", "why");
        out.leaf("b", "Failed at " + story.moments().time(failure.at()) + " of virtual time ");
        if (story.failedAt() != null) {
            out.leaf("a", "show", "href", "#failure");
        }
        out.leaf("pre", failure.shortMessage()).close().line();
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
            String cssClass = "bar d" + Palette.topicDashes(i) + " t" + Palette.topicColour(i);
            String name = topics.get(i);
            swatch(cssClass, TaskLanes.isKind(name) ? "streams group: " + name : "owned: topic " + name);
        }
        boolean zombies = story.groups().stream()
                .flatMap(group -> group.lanes().stream())
                .flatMap(lane -> lane.bars().stream())
                .anyMatch(Bar::zombie);
        if (zombies) {
            swatch("bar zombie t0", "zombie: the client has not learned yet that it is no member any more");
        }
        swatch("phase rebalancing", "rebalancing");
        swatch("phase stable", "stable");
        for (Mark.Kind kind : used()) {
            out.open("li");
            Chart.badge(out, kind);
            out.leaf("span", kind.meaning()).close().line();
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

    private void swatch(String cssClass, String text) {
        out.open("li")
                .leaf("i", "", "class", cssClass)
                .leaf("span", text)
                .close()
                .line();
    }
}
