package io.github.groupcoordinator.junit5;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.extension.ParameterContext;

/** The properties of one injected client: those written out, and those that follow from the attributes. */
final class ClientProperties {
    private final ParameterContext parameter;
    private final Map<String, Object> properties;

    ClientProperties(ParameterContext parameter, String attribute, String[] lines) {
        this.parameter = parameter;
        this.properties = new LinkedHashMap<>(PropertyLines.parse(lines, attribute, "session.timeout.ms=10000"));
    }

    /** Sets a property from an attribute; the attribute may not be contradicted. */
    void put(String name, String attribute, Object value) {
        Object before = properties.put(name, value);
        if (before != null && !before.equals(text(value))) {
            throw new IllegalArgumentException(name + " is given twice: as property (" + before + ") and by "
                    + attribute + " (" + text(value) + "); keep one");
        }
    }

    void putClientId(String clientId, Supplier<String> byDefault) {
        if (!clientId.isEmpty()) {
            put("client.id", "clientId", clientId);
        } else if (!properties.containsKey("client.id")) {
            properties.put("client.id", byDefault.get());
        }
    }

    void putDeserializer(String name, String attribute, int typeArgument, Class<?> deserializer) {
        if (deserializer != Deserializer.class) {
            put(name, attribute, deserializer);
        } else if (!properties.containsKey(name)) {
            properties.put(name, serde(typeArgument, attribute).deserializer().getClass());
        }
    }

    void putSerializer(String name, String attribute, int typeArgument, Class<?> serializer) {
        if (serializer != Serializer.class) {
            put(name, attribute, serializer);
        } else if (!properties.containsKey(name)) {
            properties.put(name, serde(typeArgument, attribute).serializer().getClass());
        }
    }

    private static String text(Object value) {
        return value instanceof Class<?> type ? type.getName() : value.toString();
    }

    Map<String, Object> toMap() {
        return properties;
    }

    /** Kafka's own for the type argument; a wildcard, or no type argument at all, stands for strings. */
    private Serde<?> serde(int typeArgument, String attribute) {
        Type argument = String.class;
        if (parameter.getParameter().getParameterizedType() instanceof ParameterizedType type) {
            argument = type.getActualTypeArguments()[typeArgument];
        }
        if (argument instanceof ParameterizedType type) {
            argument = type.getRawType();
        }
        Class<?> wanted = argument instanceof Class<?> known && known != Object.class ? known : String.class;
        try {
            return Serdes.serdeFrom(wanted);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Kafka has nothing to read or write a " + wanted.getName() + "; name a class with " + attribute
                            + " = ...",
                    e);
        }
    }
}
