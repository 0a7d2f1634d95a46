package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.VolatileRecord;

/** A change of a share group that is never appended. */
sealed interface ShareChange extends VolatileRecord {

    /** Hands the record to the method for its kind. */
    void accept(Visitor visitor);

    @Override
    default void accept(VolatileRecord.Visitor visitor) {
        accept((Visitor) visitor);
    }

    /** One method for each kind of record: a new kind must not compile until everyone who applies records knows it. */
    interface Visitor extends VolatileRecord.Visitor {
        void metadataLook(MetadataLook record);

        void memberReverted(MemberReverted record);

        void initializingSince(InitializingSince record);
    }

    /**
     * The time until which a group need not look at its topics again: after a failover it looks at once.
     *
     * @param groupEpoch the epoch that the group is in then; if it is not, the epoch could not be stored
     */
    record MetadataLook(String groupId, long deadlineMs, int groupEpoch) implements ShareChange {

        static MetadataLook atOnce(String groupId) {
            return new MetadataLook(groupId, 0, 0);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.metadataLook(this);
        }
    }

    /** A change of a member that could not be stored; it leaves a trace in the order of members. */
    record MemberReverted(String groupId, String memberId) implements ShareChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberReverted(this);
        }
    }

    /** The instant from which on an initialization under way is waited for: a load begins anew. */
    record InitializingSince(String groupId, long nowMs) implements ShareChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.initializingSince(this);
        }
    }
}
