package io.github.groupcoordinator.internal.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;

/** The way to fields of Kafka's messages that have another name or type from kafka-clients 4.4 on. */
public final class KafkaFields {
    private final Method generationId =
            find(TxnOffsetCommitRequestData.class, "generationId", "generationIdOrMemberEpoch");
    private final Method producersTopics = find(DescribeProducersRequestData.class, "topics");

    private KafkaFields() {}

    /** Returns the generation, or the member epoch, of the member that commits. */
    public static int generationId(TxnOffsetCommitRequestData request) {
        if (Holder.INSTANCE.get(Holder.INSTANCE.generationId, request) instanceof Integer number) {
            return number;
        }
        throw new IllegalStateException("TxnOffsetCommit has no generation");
    }

    /** Returns the topics whose producers are asked for. */
    @SuppressWarnings("unchecked") // A list up to 4.3, a collection of Kafka's own from 4.4 on.
    public static Collection<TopicRequest> topics(DescribeProducersRequestData request) {
        if (Holder.INSTANCE.get(Holder.INSTANCE.producersTopics, request) instanceof Collection<?> topics) {
            return (Collection<TopicRequest>) topics;
        }
        throw new IllegalStateException("DescribeProducers has no topics");
    }

    private static Method find(Class<?> type, String... names) {
        for (String name : names) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    return method;
                }
            }
        }
        throw new IllegalStateException(
                "This version of kafka-clients has no " + type.getSimpleName() + "." + names[0]);
    }

    private Object get(Method method, Object message) {
        try {
            return method.invoke(message);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException("Kafka's " + method + " failed", e);
        }
    }

    private static final class Holder {
        static final KafkaFields INSTANCE = new KafkaFields();
    }
}
