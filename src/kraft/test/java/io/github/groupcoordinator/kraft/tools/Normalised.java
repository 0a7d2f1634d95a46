package io.github.groupcoordinator.kraft.tools;

import java.util.stream.Collectors;

/** An output without what is each cluster's own: addresses, ids that are drawn, moments, and where the log is. */
final class Normalised {
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String KAFKAS_ID = "(?<![\\w-])[\\w-]{22}(?![\\w-])";
    private static final String MOMENT = "\\b1[0-9]{12}\\b";

    private Normalised() {}

    static String of(String tool, String output, String bootstrapServers) {
        String same = output.replace(bootstrapServers, "ADDRESS")
                .replaceAll(UUID, "UUID")
                .replaceAll("\"/[^\" ]+\"", "LOG")
                .replaceAll("/[^ ]+/file\\b", "FILE")
                .replaceAll(KAFKAS_ID, "ID")
                .replaceAll(MOMENT, "MOMENT");
        if (tool.equals("metadata-quorum")) {
            same = same.replaceAll(", \"endpoints\": \\[[^]]*]", "")
                    .replaceAll("(HighWatermark:\\s+|ID\\s+)[0-9]+(\\s+[0-9]+)?", "$1END")
                    .replaceAll("[0-9]+ ms ago", "AGO");
        }
        if (tool.equals("cluster")) {
            same = same.replaceAll("(localhost|127.0.0.1)\\s+[0-9]+", "ADDRESS");
        }
        if (tool.equals("transactions")) {
            same = same.replaceAll("(MOMENT\\s+)[0-9]+", "$1DURATION");
        }
        // Frames of stacks, and the spaces by which columns are as wide as what is in them.
        return same.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("at ") && !line.matches("\\.\\.\\. [0-9]+ more"))
                .map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.joining("\n"));
    }
}
