package io.github.groupcoordinator.junit5.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * A file of a test's report. JUnit has them from 5.12 on, and has moved the type of the media type since; so both are
 * looked up by name.
 */
public final class PublishedFile {
    private PublishedFile() {}

    /** Returns where the file is, or null if this JUnit, or what launched it, takes no files. */
    public static @Nullable Path publish(ExtensionContext context, String name, String page) {
        AtomicReference<@Nullable Path> written = new AtomicReference<>();
        ThrowingConsumer<Path> action = path -> written.set(Files.writeString(path, page));
        for (Method method : ExtensionContext.class.getMethods()) {
            if (method.getName().equals("publishFile") && written.get() == null) {
                try {
                    Class<?> mediaType = method.getParameterTypes()[1];
                    Object html = mediaType.getMethod("parse", String.class).invoke(null, "text/html; charset=utf-8");
                    method.invoke(context, name, html, action);
                } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
                    // Some launchers have no directory for files; the caller has another place.
                    return written.get();
                }
            }
        }
        return written.get();
    }
}
