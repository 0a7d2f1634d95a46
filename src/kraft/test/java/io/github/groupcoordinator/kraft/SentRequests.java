package io.github.groupcoordinator.kraft;

import io.github.groupcoordinator.waits.CallCluster.Sent;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.RequestHeader;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** The requests that clients of this process have sent, as their network clients log them on the level DEBUG. */
public final class SentRequests {
    private static final List<Request> ALL = new CopyOnWriteArrayList<>();

    private SentRequests() {}

    private record Request(String clientId, Sent sent) {}

    /** Returns the logger of a class: silent, but requests that network clients log are kept. */
    public static Logger logger(String name) {
        return name.equals(NetworkClient.class.getName())
                ? (Logger) Proxy.newProxyInstance(
                        Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, SentRequests::logged)
                : NOPLogger.NOP_LOGGER;
    }

    static List<Sent> of(String clientId) {
        return ALL.stream()
                .filter(request -> request.clientId().equals(clientId))
                .map(Request::sent)
                .toList();
    }

    private static Object logged(Object logger, Method method, Object[] arguments) throws ReflectiveOperationException {
        if (method.getName().equals("isDebugEnabled")) {
            return true;
        }
        if (method.getName().equals("debug") && arguments[arguments.length - 1] instanceof Object[] details) {
            take(details);
            return null;
        }
        return method.invoke(NOPLogger.NOP_LOGGER, arguments);
    }

    /** Takes what is logged of a request that goes out: its API, its header, ..., the request itself. */
    private static void take(Object[] details) {
        if (details.length == 5 && details[0] instanceof ApiKeys api && details[1] instanceof RequestHeader header) {
            ALL.add(new Request(header.clientId(), new Sent(api.name, String.valueOf(details[4]))));
        }
    }
}
