package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.view.ClientRef;
import io.github.groupcoordinator.view.MemberRef;
import io.github.groupcoordinator.view.MemberView;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The members that an assertion means: given as a text, a member, or one of the cluster's clients. */
record Who(String name, Predicate<MemberRef> test) {

    /** @param log finds clients; null if there is none to ask */
    static Who of(Object given, @Nullable EventLog log) {
        if (given instanceof String id) {
            return new Who(
                    id,
                    member -> id.equals(member.clientId())
                            || id.equals(member.memberId())
                            || id.equals(member.groupInstanceId()));
        }
        if (given instanceof MemberView member) {
            return of(member.ref(), log);
        }
        if (given instanceof MemberRef ref) {
            return new Who(
                    ref.toString(),
                    member -> ref.memberId().isEmpty()
                            ? ref.clientId().equals(member.clientId())
                            : ref.memberId().equals(member.memberId()));
        }
        if (log == null) {
            throw new IllegalArgumentException("Whether a " + given.getClass().getName()
                    + " is a member can only be told of a group that InMemoryKafka.group(..) returned;"
                    + " give the member's client id.");
        }
        ClientRef client = log.client(given);
        return new Who(client.toString(), client::is);
    }

    boolean is(MemberRef member) {
        return test.test(member);
    }
}
