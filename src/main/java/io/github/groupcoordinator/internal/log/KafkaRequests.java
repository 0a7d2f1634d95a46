package io.github.groupcoordinator.internal.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.RequestAndSize;

/**
 * The way to Kafka's own request classes, which know what an error looks like in each version. Their parser takes a
 * ByteBuffer up to kafka-clients 4.0 and a Readable from 4.1 on.
 */
public final class KafkaRequests {
    private final Method parse;
    private final boolean takesBuffer;

    private KafkaRequests() {
        Method found = null;
        for (Method method : AbstractRequest.class.getMethods()) {
            if (method.getName().equals("parseRequest") && method.getParameterCount() == 3) {
                found = method;
            }
        }
        if (found == null) {
            throw new IllegalStateException("This version of kafka-clients has no AbstractRequest.parseRequest");
        }
        parse = found;
        takesBuffer = found.getParameterTypes()[2] == ByteBuffer.class;
    }

    /** Parses a request's body, which begins at the buffer's position; the buffer is left as it is. */
    public static AbstractRequest parse(ApiKeys api, short version, ByteBuffer body) {
        return Holder.INSTANCE.read(api, version, body.duplicate());
    }

    private AbstractRequest read(ApiKeys api, short version, ByteBuffer body) {
        try {
            Object parsed = parse.invoke(null, api, version, takesBuffer ? body : new ByteBufferAccessor(body));
            if (parsed instanceof RequestAndSize request) {
                return request.request;
            }
            throw new IllegalStateException("AbstractRequest.parseRequest gave " + parsed);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Kafka could not parse a request of " + api + " v" + version, e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Kafka's " + parse + " is not accessible", e);
        }
    }

    private static final class Holder {
        static final KafkaRequests INSTANCE = new KafkaRequests();
    }
}
