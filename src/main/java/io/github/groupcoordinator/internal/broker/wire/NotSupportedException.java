package io.github.groupcoordinator.internal.broker.wire;

/** What the protocol knows and this cluster does not, by name. */
final class NotSupportedException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    NotSupportedException(String what) {
        super(what + " is not supported yet; see docs/fidelity.md");
    }
}
