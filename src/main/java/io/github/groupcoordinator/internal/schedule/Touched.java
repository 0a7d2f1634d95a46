package io.github.groupcoordinator.internal.schedule;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Those of many to which something may have happened since they were last looked at. Whoever touches one says so, on
 * any thread; it is given once, however often that was said. In which order they are given means nothing.
 *
 * @param <T> what is looked at
 */
public final class Touched<T> {
    private final Queue<Mark> marks = new ConcurrentLinkedQueue<>();

    /** The mark of one of them: running it says that it was touched. */
    public final class Mark implements Runnable {
        private final T of;
        private volatile boolean set;

        private Mark(T of) {
            this.of = of;
        }

        @Override
        public void run() {
            if (!set) {
                set = true;
                marks.add(this);
            }
        }
    }

    /** Returns the mark of one, which is not set. */
    public Mark mark(T of) {
        return new Mark(of);
    }

    /** Takes one that was touched, null if there is none left. What happens to it from here on touches it again. */
    public @Nullable T next() {
        Mark mark = marks.poll();
        if (mark == null) {
            return null;
        }
        mark.set = false;
        return mark.of;
    }
}
