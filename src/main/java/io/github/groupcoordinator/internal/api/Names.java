package io.github.groupcoordinator.internal.api;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/**
 * The names of groups, members and transactions in the requests of an API.
 *
 * @param <Q> the body of the requests
 * @param groups whether a request can name groups, or members of them
 * @param transaction whether a request can name a transactional id
 * @param subject reads them
 */
public record Names<Q extends ApiMessage>(boolean groups, boolean transaction, Function<Q, Subject> subject) {

    /** A field of a request that can be null. */
    interface Field<Q> {
        @Nullable
        String read(Q body);
    }

    /** The names in requests that are about neither. */
    static <Q extends ApiMessage> Names<Q> none() {
        return new Names<>(false, false, body -> Subject.NONE);
    }

    static <Q extends ApiMessage> Names<Q> subject(Function<Q, Subject> subject) {
        return new Names<>(true, false, subject);
    }

    static <Q extends ApiMessage> Names<Q> groups(Function<Q, List<String>> groupIds) {
        return subject(body -> Subject.groups(groupIds.apply(body)));
    }

    static <Q extends ApiMessage> Names<Q> group(Function<Q, String> groupId) {
        return subject(body -> Subject.member(groupId.apply(body), null));
    }

    static <Q extends ApiMessage> Names<Q> member(Function<Q, String> groupId, Field<Q> memberId) {
        return subject(body -> Subject.member(groupId.apply(body), memberId.read(body)));
    }

    static <Q extends ApiMessage> Names<Q> transaction(Field<Q> transactionalId) {
        return new Names<>(false, true, body -> Subject.transaction(transactionalId.read(body)));
    }

    /** Returns these names, of requests that name a transactional id, too. */
    Names<Q> within(Field<Q> transactionalId) {
        return new Names<>(groups, true, body -> subject.apply(body).within(transactionalId.read(body)));
    }
}
