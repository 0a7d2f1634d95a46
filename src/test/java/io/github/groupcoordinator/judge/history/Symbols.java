package io.github.groupcoordinator.judge.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for the ids that a coordinator makes up. A member id begins with the client or instance id for which it was
 * made, and every join carries a client id of its own, so that prefix and order of appearance name it.
 */
final class Symbols {
    private static final Pattern GENERATED =
            Pattern.compile("(.+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** A member id that a coordinator gives to a consumer is nothing but a random id. */
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, Integer> sameKind = new HashMap<>();

    String of(String field, String text) {
        return switch (field) {
            case "memberId", "leader" -> member(text);
            case "topicId" -> names.getOrDefault(text, text);
            case "metadataHash" -> text.equals("0") ? text : named(field, text);
            case "version" -> named(field, text);
            default -> text;
        };
    }

    void topic(String id, String name) {
        names.put(id, name + "#" + sameKind.merge("topic " + name, 1, Integer::sum));
    }

    /** Hashes and versions of metadata are compared with nothing but one another. */
    private String named(String kind, String text) {
        return names.computeIfAbsent(
                kind + ' ' + text, unused -> kind + "#" + sameKind.merge(kind + ' ', 1, Integer::sum));
    }

    private String member(String id) {
        String known = names.get(id);
        if (known != null) {
            return known;
        }
        if (BARE.matcher(id).matches()) {
            return named("id", id);
        }
        Matcher generated = GENERATED.matcher(id);
        if (!generated.matches()) {
            return id;
        }
        String prefix = generated.group(1);
        int count = sameKind.merge(prefix, 1, Integer::sum);
        String name = "id-of-" + prefix + (count > 1 ? "#" + count : "");
        names.put(id, name);
        return name;
    }
}
