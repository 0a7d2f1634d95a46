package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.client.member.MemberIdentity;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.apache.kafka.common.Uuid;

/** A client's membership in a group of the consumer protocol or in a share group, as far as we read and set it. */
public final class AsyncMembership implements MemberIdentity {
    private static final String INTERNALS = "org.apache.kafka.clients.consumer.internals.";
    private static final Class<?> TYPE = Reflect.type(INTERNALS + "AbstractMembershipManager");
    private static final Field MEMBER_ID = Reflect.field(TYPE, "memberId");
    private static final Method MEMBER_EPOCH = Reflect.method(TYPE, "memberEpoch");
    private static final Method STATE = Reflect.method(TYPE, "state");
    private static final Method IS_LEAVING = Reflect.method(TYPE, "isLeavingGroup");

    private final Object membership;
    private final IntSupplier lastEpoch;

    /** @param lastEpoch what the application is told to be its epoch, which outlives the membership for a moment */
    public AsyncMembership(Object membership, IntSupplier lastEpoch) {
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
        Reflect.set(MEMBER_ID, membership, id);
    }

    @Override
    public String memberId() {
        return Reflect.get(MEMBER_ID, membership);
    }

    @Override
    public int generationId() {
        Integer epoch = (Integer) Reflect.invoke(MEMBER_EPOCH, membership);
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
        return CoordinatorAccess.isTrue(Reflect.invoke(IS_LEAVING, membership));
    }

    private String state() {
        return String.valueOf(Reflect.invoke(STATE, membership));
    }
}
