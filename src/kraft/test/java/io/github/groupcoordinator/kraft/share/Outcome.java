package io.github.groupcoordinator.kraft.share;

/**
 * The answer of the persister to a write or a read.
 *
 * @param kind an answer with an error code, or a call that fails as a whole
 * @param error the code of the error; 0 if there is none
 */
public record Outcome(Kind kind, short error) {
    public static final Outcome DONE = new Outcome(Kind.ANSWER, (short) 0);
    public static final Outcome BROKEN = new Outcome(Kind.EXCEPTION, (short) 0);

    /** The way in which an answer comes. */
    public enum Kind {
        ANSWER,
        EXCEPTION
    }

    public boolean isDone() {
        return kind == Kind.ANSWER && error == 0;
    }
}
