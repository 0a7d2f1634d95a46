package io.github.groupcoordinator.judge.history;

import java.util.List;

/** Writes a coverage down as a page of the documentation. */
final class CoverageReport {
    private final List<Campaign.Result> results;
    private final Coverage coverage;

    CoverageReport(List<Campaign.Result> results, Coverage coverage) {
        this.results = results;
        this.coverage = coverage;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("# What the random histories exercise\n\n");
        text.append("Written by `mvn -B test -P judge -pl src`; do not edit by hand. Histories are played to Kafka's"
                + " own group\n");
        text.append("coordinator (4.3.1) and to ours; a divergence fails the build.\n\n");
        text.append("| family | histories | requests | cut short at Kafka's own fault | divergences |\n");
        text.append("|---|---:|---:|---:|---:|\n");
        for (Campaign.Result r : results) {
            text.append(String.format(
                    "| %s | %,d | %,d | %d (%.2f %%) | %d |%n",
                    r.family().name().toLowerCase(java.util.Locale.ROOT),
                    r.histories(),
                    r.requests(),
                    r.cutShort(),
                    r.cutShortPercent(),
                    r.divergences().size()));
        }
        text.append("\n## Error codes per API\n\n");
        text.append(
                "Responses that carry the code at least once.\n\n| API | error code | responses |\n|---|---|---:|\n");
        coverage.byApi()
                .forEach((api, errors) -> errors.forEach(
                        (error, count) -> text.append(String.format("| %s | %s | %,d |%n", api.name, error, count))));
        text.append("\n## By state of the group\n\n");
        text.append("The state is that of the (first) group of the request, before it was handled.\n\n");
        text.append("| API | state | error code | responses |\n|---|---|---|---:|\n");
        coverage.hits()
                .forEach((hit, count) -> text.append(String.format(
                        "| %s | %s | %s | %,d |%n", hit.api().name, hit.groupState(), hit.error(), count)));
        return text.toString();
    }
}
