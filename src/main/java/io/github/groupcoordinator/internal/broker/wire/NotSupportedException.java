package io.github.groupcoordinator.internal.broker.wire;

/** A part of the protocol that this cluster does not support, by name. */
final class NotSupportedException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    NotSupportedException(String what) {
        super(what + " is not supported yet; see docs/fidelity.md");
    }
}
