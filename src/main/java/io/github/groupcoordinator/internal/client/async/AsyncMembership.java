package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.client.member.MemberIdentity;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.apache.kafka.common.Uuid;

/** A client's membership in a group that has epochs, of whatever protocol, as far as we read and set it. */
public final class AsyncMembership implements MemberIdentity {
    private static final Class<?> TYPE =
            Reflect.type("org.apache.kafka.clients.consumer.internals.AbstractMembershipManager");

    private final Object membership;
    private final Field memberId;
    private final Method memberEpoch;
    private final Method state;
    private final Method isLeaving;
    private final IntSupplier lastEpoch;

    /** @param lastEpoch what the application is told to be its epoch, which outlives the membership for a moment */
    public AsyncMembership(Object membership, IntSupplier lastEpoch) {
        // That of a streams group (KIP-1071) shares no base with the others, but says the same.
        Class<?> type = TYPE.isInstance(membership) ? TYPE : membership.getClass();
        this.memberId = Reflect.field(type, "memberId");
        this.memberEpoch = Reflect.method(type, "memberEpoch");
        this.state = Reflect.method(type, "state");
        this.isLeaving = Reflect.method(type, "isLeavingGroup");
        this.membership = membership;
        this.lastEpoch = lastEpoch;
    }

    /** Gives the client an id that follows from the seed, in the place of the one that it has drawn for itself. */
    public void setMemberId(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String id = "-";
        // As Uuid.randomUuid(): not what a command line would take for an option.
        while (id.startsWith("-")) {
            id = new Uuid(random.nextLong(), random.nextLong()).toString();
        }
        Reflect.set(memberId, membership, id);
    }

    @Override
    public String memberId() {
        return Reflect.get(memberId, membership);
    }

    @Override
    public int generationId() {
        Integer epoch = (Integer) Reflect.invoke(memberEpoch, membership);
        // 0 is who wants to join, below is who has left.
        return epoch == null || epoch <= 0 ? -1 : epoch;
    }

    @Override
    public int lastGenerationId() {
        int epoch = generationId();
        return epoch >= 0 ? epoch : lastEpoch.getAsInt();
    }

    /** Returns whether it has joined and done all that the group has told it. */
    public boolean isStable() {
        return state().equals("STABLE");
    }

    /** Returns whether it is on its way out of the group. */
    public boolean isLeaving() {
        return CoordinatorAccess.isTrue(Reflect.invoke(isLeaving, membership));
    }

    private String state() {
        return String.valueOf(Reflect.invoke(state, membership));
    }
}
