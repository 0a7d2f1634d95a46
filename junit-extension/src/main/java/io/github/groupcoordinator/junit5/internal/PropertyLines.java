package io.github.groupcoordinator.junit5.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Properties in annotation attributes, as lines of {@code name=value}. */
public final class PropertyLines {
    private PropertyLines() {}

    /**
     * Returns the properties in the order given; a value may hold further equals signs or be empty.
     *
     * @throws IllegalArgumentException if a line is no property, or names one twice
     */
    public static Map<String, String> parse(String[] lines, String attribute, String example) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).trim();
            if (name.isEmpty()) {
                throw new IllegalArgumentException(attribute + " holds \"" + line
                        + "\", which is not name=value; write it as \"" + example + "\"");
            }
            String before = properties.put(name, line.substring(equals + 1).trim());
            if (before != null) {
                throw new IllegalArgumentException(attribute + " gives " + name + " twice; keep one");
            }
        }
        return properties;
    }
}
