package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.api.TopicApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** CreatePartitions v0-3. A topic only grows. */
public final class CreatePartitionsHandler extends RequestHandler<CreatePartitionsRequestData> {
    private final Cluster cluster;
    private final Consumer<Topic> grown;

    public CreatePartitionsHandler(Cluster cluster, Consumer<Topic> grown) {
        super(TopicApis.CREATE_PARTITIONS);
        this.cluster = cluster;
        this.grown = grown;
    }

    @Override
    public void answer(Request request, CreatePartitionsRequestData body) {
        CreatePartitionsResponseData response = new CreatePartitionsResponseData();
        Collection<CreatePartitionsTopic> asked = body.topics();
        Set<String> duplicates =
                Duplicates.of(asked.stream().map(CreatePartitionsTopic::name).toList());
        for (String name : duplicates) {
            response.results()
                    .add(new CreatePartitionsTopicResult()
                            .setName(name)
                            .setErrorCode(Errors.INVALID_REQUEST.code())
                            .setErrorMessage("Duplicate topic name."));
        }
        try {
            ControllerLimits.requireRecords(additional(asked, duplicates));
        } catch (PolicyViolationException tooLarge) {
            response.results().clear();
            for (CreatePartitionsTopic topic : asked) {
                response.results().add(refuse(topic.name(), tooLarge));
            }
            request.reply(response);
            return;
        }
        for (CreatePartitionsTopic topic : asked) {
            if (!duplicates.contains(topic.name())) {
                response.results().add(grow(topic, body.validateOnly()));
            }
        }
        request.reply(response);
    }

    private static CreatePartitionsTopicResult refuse(String name, ApiException error) {
        return new CreatePartitionsTopicResult()
                .setName(name)
                .setErrorCode(Errors.forException(error).code())
                .setErrorMessage(error.getMessage());
    }

    /** Returns how many partitions the request would add, where it is valid. */
    private long additional(Collection<CreatePartitionsTopic> asked, Set<String> duplicates) {
        long partitions = 0;
        for (CreatePartitionsTopic wanted : asked) {
            Topic topic = cluster.topics().find(wanted.name());
            if (topic != null && !duplicates.contains(wanted.name()) && wanted.assignments() == null) {
                partitions += Math.max(0, (long) wanted.count() - topic.partitionCount());
            }
        }
        return partitions;
    }

    private CreatePartitionsTopicResult grow(CreatePartitionsTopic wanted, boolean validateOnly) {
        CreatePartitionsTopicResult result = new CreatePartitionsTopicResult().setName(wanted.name());
        try {
            Topic topic = validate(wanted);
            if (!validateOnly) {
                cluster.topics().grow(topic, assignments(topic, wanted));
                grown.accept(topic);
            }
            return result;
        } catch (ApiException e) {
            return result.setErrorCode(Errors.forException(e).code()).setErrorMessage(e.getMessage());
        }
    }

    private List<List<Integer>> assignments(Topic topic, CreatePartitionsTopic wanted) {
        List<CreatePartitionsAssignment> given = wanted.assignments();
        return given == null
                ? cluster.nodes().place(topic.partitionCount(), wanted.count(), topic.replicationFactor())
                : given.stream().map(CreatePartitionsAssignment::brokerIds).toList();
    }

    private Topic validate(CreatePartitionsTopic wanted) {
        Topic topic = cluster.topics().find(wanted.name());
        if (topic == null) {
            throw new UnknownTopicOrPartitionException(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
        }
        int present = topic.partitionCount();
        if (wanted.count() == present) {
            throw new InvalidPartitionsException("Topic already has " + present + " partition(s).");
        }
        if (wanted.count() < present) {
            throw new InvalidPartitionsException("The topic " + wanted.name() + " currently has " + present
                    + " partition(s); " + wanted.count() + " would not be an increase.");
        }
        List<CreatePartitionsAssignment> assignments = wanted.assignments();
        if (assignments != null) {
            int additional = wanted.count() - present;
            if (assignments.size() != additional) {
                throw new InvalidReplicaAssignmentException("Attempted to add " + additional
                        + " additional partition(s), but only " + assignments.size()
                        + " assignment(s) were specified.");
            }
            for (CreatePartitionsAssignment assignment : assignments) {
                new ManualAssignment(cluster).requireReplicas(assignment.brokerIds(), topic.replicationFactor());
            }
        }
        return topic;
    }
}
