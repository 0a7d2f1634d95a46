package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.protocol.Errors;

/** DescribeClientQuotas v0-1: there are no quotas; a filter that makes no sense is refused as by Kafka. */
public final class DescribeClientQuotasHandler extends RequestHandler<DescribeClientQuotasRequestData> {
    private static final Set<String> ENTITY_TYPES = new TreeSet<>(List.of("client-id", "ip", "user"));

    private static final byte EXACT = 0;
    private static final byte SPECIFIED = 2;

    public DescribeClientQuotasHandler() {
        super(AdminApis.DESCRIBE_CLIENT_QUOTAS);
    }

    @Override
    public void answer(Request request, DescribeClientQuotasRequestData body) {
        try {
            check(body.components());
            request.reply(new DescribeClientQuotasResponseData().setErrorMessage(""));
        } catch (ApiException e) {
            request.reply(new DescribeClientQuotasResponseData()
                    .setErrorCode(Errors.forException(e).code())
                    .setErrorMessage(e.getMessage())
                    .setEntries(null));
        }
    }

    private static void check(List<ComponentData> filter) {
        Set<String> types = new TreeSet<>();
        for (ComponentData component : filter) {
            check(component, types);
        }
        if (types.contains("ip") && types.size() > 1) {
            throw new InvalidRequestException("A filter by ip can't be combined with one by user or client-id.");
        }
    }

    private static void check(ComponentData component, Set<String> types) {
        String type = component.entityType();
        if (type.isEmpty()) {
            throw new InvalidRequestException("An entity type is empty.");
        }
        if (!types.add(type)) {
            throw new InvalidRequestException("Entity type " + type + " is in the filter more than once.");
        }
        if (!ENTITY_TYPES.contains(type)) {
            throw new UnsupportedVersionException("Unsupported entity type " + type);
        }
        if (component.matchType() < EXACT || component.matchType() > SPECIFIED) {
            throw new InvalidRequestException("Unknown match type " + component.matchType());
        }
        if ((component.match() == null) == (component.matchType() == EXACT)) {
            throw new InvalidRequestException("An exact match of " + type + " needs a name, and no other has one.");
        }
    }
}
