package io.github.groupcoordinator.judge.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Writes messages so that two coordinators' answers can be compared as text: arrays are sorted (Kafka promises no
 * order), ids are symbols, and the three fields that need not agree are left out; the texts among them only where
 * nobody but people reads them. Everything else counts.
 */
final class Canonical {
    private static final Set<String> FREE = Set.of("throttleTimeMs", "errorMessage", "statusDetail");
    private static final Set<String> THROTTLING = Set.of("throttleTimeMs");

    /** Applications of Kafka Streams end with what these answers say. */
    private static final Pattern TEXTS_COUNT = Pattern.compile("StreamsGroup(Heartbeat|Describe)ResponseData");

    /** The member ids that coordinators make: within a text they are no symbols. */
    private static final Pattern MADE_IDS = Pattern.compile("c\\d+r\\d+-[-0-9a-f]{36}");

    private static final Set<String> ASSIGNMENTS = Set.of("assignment", "memberAssignment");
    private static final Map<Class<?>, MethodHandle> CONVERTERS = new ConcurrentHashMap<>();

    private final Symbols symbols;
    private final Set<String> free;

    Canonical(Symbols symbols) {
        this(symbols, FREE);
    }

    private Canonical(Symbols symbols, Set<String> free) {
        this.symbols = symbols;
        this.free = free;
    }

    String write(ApiMessage message, short version) {
        return write("", json(message, version));
    }

    /** Writes an answer that has been turned into JSON. */
    String answer(ApiMessage answer, JsonNode json) {
        boolean doTextsCount =
                TEXTS_COUNT.matcher(answer.getClass().getSimpleName()).matches();
        return (doTextsCount ? new Canonical(symbols, THROTTLING) : this).write(json);
    }

    /** Writes any JSON in the same way. */
    String write(JsonNode node) {
        return write("", node);
    }

    /** Returns the distinct error codes anywhere in a response. */
    static Set<Short> errorCodes(JsonNode node) {
        Set<Short> codes = new TreeSet<>();
        collect(node, codes);
        return codes;
    }

    private static void collect(JsonNode node, Set<Short> codes) {
        if (node.has("errorCode")) {
            codes.add((short) node.get("errorCode").asInt());
        }
        node.forEach(child -> collect(child, codes));
    }

    static JsonNode json(ApiMessage message, short version) {
        try {
            return (JsonNode) CONVERTERS
                    .computeIfAbsent(message.getClass(), Canonical::converter)
                    .invoke(message, version);
        } catch (Throwable e) {
            throw new AssertionError("cannot show " + message, e);
        }
    }

    private static MethodHandle converter(Class<?> type) {
        try {
            Class<?> converter = Class.forName(type.getName() + "JsonConverter");
            return MethodHandles.publicLookup()
                    .findStatic(converter, "write", MethodType.methodType(JsonNode.class, type, short.class))
                    .asType(MethodType.methodType(JsonNode.class, ApiMessage.class, short.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private String write(String field, JsonNode node) {
        if (node.isObject()) {
            StringBuilder text = new StringBuilder("{");
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> entry = fields.next();
                if (!free.contains(entry.getKey())) {
                    text.append(text.length() > 1 ? ", " : "")
                            .append(entry.getKey())
                            .append(' ');
                    text.append(write(entry.getKey(), entry.getValue()));
                }
            }
            return text.append('}').toString();
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(write(field, element)));
            Collections.sort(elements);
            return elements.toString();
        }
        if (node.isBinary() && ASSIGNMENTS.contains(field)) {
            return assignment(node);
        }
        if (FREE.contains(field)) {
            return MADE_IDS.matcher(node.asText()).replaceAll("an id");
        }
        return node.isTextual() ? '"' + symbols.of(field, node.asText()) + '"' : symbols.of(field, node.asText());
    }

    /**
     * Writes an assignment in order: one that a coordinator serialized for a classic member of a consumer group has
     * none.
     */
    private static String assignment(JsonNode node) {
        byte[] bytes = ((BinaryNode) node).binaryValue();
        return ClassicAssignment.read(bytes)
                .map(assignment -> {
                    List<String> partitions = new ArrayList<>();
                    assignment.partitions().forEach(partition -> partitions.add(partition.toString()));
                    Collections.sort(partitions);
                    return partitions + (assignment.userData() == null ? "" : " and user data") + " in " + bytes.length
                            + " bytes";
                })
                .orElse(node.asText());
    }
}
