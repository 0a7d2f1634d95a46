package io.github.groupcoordinator.internal.text;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value of an event that is read when somebody looks at it, and then kept. */
final class ReadLater<T> {
    private final Supplier<T> reading;
    // Tests may look from any thread; whichever reads it reads the same.
    private volatile @Nullable T read;

    /** @param reading gives the same each time, on any thread */
    ReadLater(Supplier<T> reading) {
        this.reading = reading;
    }

    T get() {
        T known = read;
        if (known == null) {
            known = reading.get();
            read = known;
        }
        return known;
    }
}
