package io.github.groupcoordinator.internal.api.answer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The error codes of an answer, for the request or for a part of it. Kafka's generated classes have no common way to
 * them but the names of their fields.
 */
public final class ErrorCodes {
    private static final String ERROR_CODE = "errorCode";

    /** The fields by which a class of messages leads to error codes, in the order of its schema. */
    private static final ClassValue<List<Step>> STEPS = new ClassValue<>() {
        @Override
        protected List<Step> computeValue(Class<?> type) {
            List<Step> steps = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    addStep(steps, field);
                }
            }
            return List.copyOf(steps);
        }
    };

    /** @param below the steps of the messages that the field holds; null if it is an error code itself */
    private record Step(Field field, @Nullable List<Step> below) {}

    // Most answers have none.
    private List<String> names = List.of();

    private ErrorCodes() {}

    /** Returns the names of the errors, each once, in the order in which the answer has them. */
    public static List<String> namesIn(Message answer) {
        ErrorCodes codes = new ErrorCodes();
        codes.read(answer, STEPS.get(answer.getClass()));
        return List.copyOf(codes.names);
    }

    private static void addStep(List<Step> steps, Field field) {
        if (field.getName().equals(ERROR_CODE) && field.getType() == short.class) {
            field.setAccessible(true);
            steps.add(new Step(field, null));
            return;
        }
        List<Step> below = held(field) instanceof Class<?> held && Message.class.isAssignableFrom(held)
                ? STEPS.get(held)
                : List.of();
        if (!below.isEmpty()) {
            field.setAccessible(true);
            steps.add(new Step(field, below));
        }
    }

    /** Collections of a class of their own say what they hold as they extend one; lists, as they are declared. */
    private static @Nullable Type held(Field field) {
        Class<?> type = field.getType();
        if (!Collection.class.isAssignableFrom(type)) {
            return type;
        }
        Type collection = type.isInterface() ? field.getGenericType() : type.getGenericSuperclass();
        return collection instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : null;
    }

    private void read(Object message, List<Step> steps) {
        try {
            for (Step step : steps) {
                List<Step> below = step.below();
                if (below == null) {
                    add(step.field().getShort(message));
                    continue;
                }
                Object held = step.field().get(message);
                if (held instanceof Collection<?> several) {
                    for (Object one : several) {
                        read(one, below);
                    }
                } else if (held != null) {
                    read(held, below);
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // The fields were made accessible.
        }
    }

    private void add(short code) {
        if (code == Errors.NONE.code()) {
            return;
        }
        String name = Errors.forCode(code).name();
        if (!names.contains(name)) {
            names = names.isEmpty() ? new ArrayList<>() : names;
            names.add(name);
        }
    }
}
