package io.github.groupcoordinator.internal.client.admin;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import org.apache.kafka.clients.admin.internals.AdminApiDriver;
import org.apache.kafka.clients.admin.internals.AdminApiHandler;
import org.apache.kafka.clients.admin.internals.AdminApiHandler.RequestAndKeys;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an admin client has made and not yet taken up. A call that consists of several requests takes one
 * after the
 * other out of a set of objects that have no hash code of their own; whoever makes them is asked for an order first.
 */
final class OrderedCalls extends LinkedList<Object> {
    private static final long serialVersionUID = 1L;
    private static final Field HANDLER = Reflect.field(AdminApiDriver.class, "handler");

    @Override
    public boolean add(Object call) {
        for (Field field : call.getClass().getDeclaredFields()) {
            if (field.getType() == AdminApiDriver.class) {
                field.setAccessible(true);
                order(Reflect.get(field, call));
            }
        }
        return super.add(call);
    }

    private static void order(Object driver) {
        Object handler = Reflect.get(HANDLER, driver);
        if (!Proxy.isProxyClass(handler.getClass())) {
            Reflect.set(
                    HANDLER,
                    driver,
                    Proxy.newProxyInstance(
                            AdminApiHandler.class.getClassLoader(),
                            new Class<?>[] {AdminApiHandler.class},
                            (proxy, method, arguments) -> ordered(handler, method, arguments)));
        }
    }

    private static @Nullable Object ordered(Object handler, Method method, @Nullable Object @Nullable [] arguments) {
        Object result = Reflect.invoke(method, handler, arguments == null ? new Object[0] : arguments);
        if (!method.getName().equals("buildRequest") || !(result instanceof Collection<?> requests)) {
            return result;
        }
        List<Object> sorted = new ArrayList<>(requests);
        sorted.sort(Comparator.comparing(OrderedCalls::text));
        return sorted;
    }

    private static String text(Object request) {
        return request instanceof RequestAndKeys<?> known
                ? known.request.build().toString()
                : "";
    }
}
