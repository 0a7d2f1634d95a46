package io.github.groupcoordinator.internal.broker.api.transaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionMetadata;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** ListTransactions v0-2; v1 by duration (KIP-994), v2 by a pattern of transactional ids (KIP-1152). */
public final class ListTransactionsHandler extends RequestHandler<ListTransactionsRequestData> {
    private static final short BY_PATTERN = 2;

    /** States of Kafka that last only while a record is on its way to the log. */
    private static final List<String> MOMENTARY = List.of("Dead", "PrepareEpochFence");

    private final Cluster cluster;
    private final TransactionCoordinators coordinators;

    public ListTransactionsHandler(Cluster cluster, TransactionCoordinators coordinators) {
        super(TransactionApis.LIST_TRANSACTIONS);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ListTransactionsRequestData body) {
        ListTransactionsResponseData response = new ListTransactionsResponseData();
        Errors error = coordinators.at(request).listable();
        if (error != Errors.NONE) {
            request.reply(response.setErrorCode(error.code()));
            return;
        }
        for (String state : body.stateFilters()) {
            if (!isKnown(state)) {
                response.unknownStateFilters().add(state);
            }
        }
        Predicate<TransactionMetadata> matches = filter(body);
        String pattern = request.version() >= BY_PATTERN ? Version2.pattern(body) : null;
        if (pattern != null && !pattern.isEmpty()) {
            Predicate<String> isAskedFor = IdPattern.compile(pattern);
            if (isAskedFor == null) {
                // As in Kafka the whole answer is the error.
                request.reply(new ListTransactionsResponseData().setErrorCode(Version2.invalidPattern()));
                return;
            }
            matches = matches.and(each -> isAskedFor.test(each.transactionalId()));
        }
        for (TransactionMetadata transaction : coordinators.at(request).all()) {
            if (matches.test(transaction)) {
                response.transactionStates()
                        .add(new ListTransactionsResponseData.TransactionState()
                                .setTransactionalId(transaction.transactionalId())
                                .setProducerId(transaction.producer().id())
                                .setTransactionState(transaction.state().kafkaName()));
            }
        }
        request.reply(response);
    }

    private static boolean isKnown(String state) {
        for (TransactionState known : TransactionState.values()) {
            if (known.kafkaName().equals(state)) {
                return true;
            }
        }
        return MOMENTARY.contains(state);
    }

    private Predicate<TransactionMetadata> filter(ListTransactionsRequestData body) {
        List<Predicate<TransactionMetadata>> filters = new ArrayList<>();
        if (!body.producerIdFilters().isEmpty()) {
            filters.add(
                    each -> body.producerIdFilters().contains(each.producer().id()));
        }
        if (!body.stateFilters().isEmpty()) {
            filters.add(each -> body.stateFilters().contains(each.state().kafkaName()));
        }
        if (body.durationFilter() >= 0) {
            long nowMs = cluster.timers().nowMs();
            filters.add(each -> nowMs - each.startMs() > body.durationFilter());
        }
        return each -> filters.stream().allMatch(filter -> filter.test(each));
    }

    /** The parts that kafka-clients before 4.1 do not have. */
    private static final class Version2 {
        static short invalidPattern() {
            return Errors.INVALID_REGULAR_EXPRESSION.code();
        }

        static @Nullable String pattern(ListTransactionsRequestData body) {
            return body.transactionalIdPattern();
        }
    }

    /** Patterns of transactional ids, by RE2/J as in Kafka's broker. RE2/J is loaded with this class, for the first. */
    private static final class IdPattern {
        /** Returns what ids the pattern matches as a whole, or null if RE2/J does not take it. */
        static @Nullable Predicate<String> compile(String pattern) {
            try {
                return Pattern.compile(pattern)::matches;
            } catch (PatternSyntaxException invalid) {
                return null;
            }
        }
    }
}
