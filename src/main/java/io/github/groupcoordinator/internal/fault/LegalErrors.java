package io.github.groupcoordinator.internal.fault;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
import io.github.groupcoordinator.internal.text.Text;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** The check of a declared fault: that its API is served, and that Kafka answers this API so. */
final class LegalErrors {
    private LegalErrors() {}

    static void requireServed(ApiKeys api) {
        if (Apis.find(api) == null) {
            throw new IllegalArgumentException(
                    "The in-memory cluster does not serve " + api + ", so that no fault could ever fire on it");
        }
    }

    static void requireGroups(ApiKeys api, String filter) {
        Api<?> served = Apis.find(api);
        if (served == null || !served.names().groups()) {
            throw new IllegalArgumentException(Text.shown(filter) + " would never match: a request of " + api
                    + " names no group. Use from(client) instead");
        }
    }

    static void require(ApiKeys api, Errors error, boolean unsafe) {
        if (error == Errors.NONE) {
            throw new IllegalArgumentException("NONE is no error; leave the fault away");
        }
        Api<?> served = Apis.find(api);
        if (unsafe || served == null) {
            return;
        }
        Collection<Errors> legal = served.errors().legal();
        if (!legal.contains(error)) {
            throw new IllegalArgumentException("Kafka never answers " + api + " with " + error + ", but with "
                    + legal.stream().map(Errors::name).collect(Collectors.joining(", "))
                    + ". Say unsafe() before respond(..) to try it all the same.");
        }
    }
}
