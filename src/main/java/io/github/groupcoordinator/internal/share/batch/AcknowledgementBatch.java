package io.github.groupcoordinator.internal.share.batch;

import java.util.List;

/**
 * A member's acknowledgement of a range of offsets.
 *
 * @param types one type for all of them, or one for each
 */
public record AcknowledgementBatch(long firstOffset, long lastOffset, List<Byte> types) {

    /** Returns an acknowledgement of the same type for a range. */
    public static AcknowledgementBatch of(long firstOffset, long lastOffset, AcknowledgeType type) {
        return new AcknowledgementBatch(firstOffset, lastOffset, List.of(type.id()));
    }

    public boolean isPerOffset() {
        return types.size() > 1;
    }

    public AcknowledgeType typeOf(long offset) {
        return AcknowledgeType.forId(types.get(isPerOffset() ? (int) (offset - firstOffset) : 0));
    }
}
