package io.github.groupcoordinator.junit5.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/** The properties of one injected client: those written out, and those that follow from the attributes. */
public final class ClientProperties {
    private final Type clientType;
    private final Map<String, Object> properties;

    public ClientProperties(Type clientType, String attribute, String[] lines) {
        this.clientType = clientType;
        this.properties = new LinkedHashMap<>(PropertyLines.parse(lines, attribute, "session.timeout.ms=10000"));
    }

    /** Sets a property from an attribute; the attribute may not be contradicted. */
    public void put(String name, String attribute, Object value) {
        Object before = properties.put(name, value);
        if (before != null && !before.equals(text(value))) {
            throw new IllegalArgumentException(name + " is given twice: as property (" + before + ") and by "
                    + attribute + " (" + text(value) + "); keep one");
        }
    }

    public void putClientId(String clientId, Supplier<String> byDefault) {
        if (!clientId.isEmpty()) {
            put("client.id", "clientId", clientId);
        } else if (!properties.containsKey("client.id")) {
            properties.put("client.id", byDefault.get());
        }
    }

    /** Returns the deserializer that follows from the attributes, or null if the properties name its class. */
    @Nullable
    public Deserializer<?> deserializer(boolean isKey, Class<?> named, Class<?> serde) {
        String part = isKey ? "key" : "value";
        String name = part + ".deserializer";
        if (serde != Serde.class) {
            return own(part, "Deserializer", named != Deserializer.class, serde).deserializer();
        }
        if (named != Deserializer.class) {
            put(name, part + "Deserializer", named);
        } else if (!properties.containsKey(name)) {
            properties.put(
                    name,
                    serde(isKey ? 0 : 1, part + "Deserializer").deserializer().getClass());
        }
        return null;
    }

    /** As {@link #deserializer}, for a producer. */
    @Nullable
    public Serializer<?> serializer(boolean isKey, Class<?> named, Class<?> serde) {
        String part = isKey ? "key" : "value";
        String name = part + ".serializer";
        if (serde != Serde.class) {
            return own(part, "Serializer", named != Serializer.class, serde).serializer();
        }
        if (named != Serializer.class) {
            put(name, part + "Serializer", named);
        } else if (!properties.containsKey(name)) {
            properties.put(
                    name, serde(isKey ? 0 : 1, part + "Serializer").serializer().getClass());
        }
        return null;
    }

    /** Makes the application's own serde. */
    private Serde<?> own(String part, String other, boolean otherGiven, Class<?> serde) {
        String name = part + "." + other.toLowerCase(Locale.ROOT);
        if (otherGiven || properties.containsKey(name)) {
            throw new IllegalArgumentException(name + " is given twice: by " + part + "Serde (" + serde.getName()
                    + ") and by " + part + other + " or as property; keep one");
        }
        try {
            Serde<?> made = (Serde<?>) ReflectionSupport.newInstance(serde);
            made.configure(properties, part.equals("key"));
            return made;
        } catch (Exception e) { // JUnit throws even checked exceptions here, undeclared
            throw new IllegalArgumentException(
                    part + "Serde = " + serde.getSimpleName() + ".class can't be made; it must be a top-level or static"
                            + " class with a constructor that takes no parameters",
                    e);
        }
    }

    private static String text(Object value) {
        return value instanceof Class<?> type ? type.getName() : value.toString();
    }

    public Map<String, Object> toMap() {
        return properties;
    }

    /** Kafka's own for the type argument; a wildcard, or no type argument at all, stands for strings. */
    private Serde<?> serde(int typeArgument, String attribute) {
        Type argument = String.class;
        if (clientType instanceof ParameterizedType type) {
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
