package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.VolatileRecord;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData.EndpointToPartitions;
import org.jspecify.annotations.Nullable;

/** A change of a streams group that is never appended. */
sealed interface StreamsChange extends VolatileRecord {

    /** Hands the record to the method for its kind. */
    void accept(Visitor visitor);

    @Override
    default void accept(VolatileRecord.Visitor visitor) {
        accept((Visitor) visitor);
    }

    /** One method for each kind of record: a new kind must not compile until everyone who applies records knows it. */
    interface Visitor extends VolatileRecord.Visitor {
        void metadataLook(MetadataLook record);

        void configured(Configured record);

        void shutdownRequested(ShutdownRequested record);

        void endpointsChanged(EndpointsChanged record);

        void endpointForgotten(EndpointForgotten record);

        void endpointFound(EndpointFound record);

        void memberReverted(MemberReverted record);
    }

    /**
     * The time until which a group need not look at its topics again: after a failover it looks at once.
     *
     * @param groupEpoch the epoch that the group is in then; if it is not, the epoch could not be stored
     */
    record MetadataLook(String groupId, long deadlineMs, int groupEpoch) implements StreamsChange {

        static MetadataLook atOnce(String groupId) {
            return new MetadataLook(groupId, 0, 0);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.metadataLook(this);
        }
    }

    /** The topology was configured by the topics that are there. */
    record Configured(String groupId, ConfiguredTopology topology) implements StreamsChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.configured(this);
        }
    }

    /** A member asks all to shut down; the first one who does is remembered. */
    record ShutdownRequested(String groupId, String memberId) implements StreamsChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.shutdownRequested(this);
        }
    }

    /** A member that can be asked has other tasks: the members are to be told anew who has what. */
    record EndpointsChanged(String groupId, int endpointEpoch) implements StreamsChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.endpointsChanged(this);
        }
    }

    /** A member's endpoint is to be found out anew. */
    record EndpointForgotten(String groupId, String memberId) implements StreamsChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.endpointForgotten(this);
        }
    }

    /** A member's endpoint was found out, and is remembered until the member or the topology changes. */
    record EndpointFound(String groupId, String memberId, EndpointToPartitions endpoint) implements StreamsChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.endpointFound(this);
        }
    }

    /**
     * A change of a member that could not be stored. As in Kafka it leaves traces: in the order of members, among the
     * owners of standby tasks, and the request to shut down is forgotten with the last member even so.
     *
     * @param after the member as it would be, or null if it would be gone
     */
    record MemberReverted(
            String groupId, String memberId, @Nullable StreamsMember after) implements StreamsChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberReverted(this);
        }
    }
}
