package io.github.groupcoordinator.internal.group;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A protocol (an assignor, for consumers) that a member offers, with what it wants the leader to know; equal only if
 * the bytes are.
 */
public record MemberProtocol(String name, byte[] metadata) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberProtocol that && name.equals(that.name) && Arrays.equals(metadata, that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, Arrays.hashCode(metadata));
    }
}
