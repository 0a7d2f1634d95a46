package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.MetadataRefresh;
import io.github.groupcoordinator.internal.group.consumer.state.ResolvedRegex;
import io.github.groupcoordinator.internal.group.consumer.state.Subscriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions by regular expression. They are resolved after the heartbeat that asks for it has been answered, all of
 * a group at once, and at most every ten seconds.
 */
final class RegexDecision {
    private static final long MIN_REFRESH_INTERVAL_MS = 10_000;

    private RegexDecision() {}

    private static final double KAFKAS_LOAD_FACTOR = 0.75;

    /** 2^64 divided by the golden ratio, by which Kafka's tables spread hash codes. */
    private static final long FIBONACCI = -7046029254386353131L;

    /** The change that a heartbeat makes to the regular expressions. */
    enum Change {
        NONE,
        CHANGED,
        /** Changed, and the topics that the member gets by it are known already. */
        CHANGED_AND_RESOLVED
    }

    /** Returns why a member may not have its regular expression, or null. */
    static @Nullable Refusal check(ConsumerRoster group, ConsumerMember member, ConsumerMember updated) {
        String regex = updated.metadata().regex();
        boolean isNew = regex != null
                && !regex.equals(member.metadata().subscribedTopicRegex())
                && group.subscriptions().membersWith(regex) == 0;
        return isNew && regex != null ? TopicRegex.check(regex) : null;
    }

    /** Adds what follows from a member's regular expression: the last one's end, and a resolution. */
    static Change update(
            ConsumerRoster group,
            ConsumerContext context,
            ConsumerMember member,
            ConsumerMember updated,
            Step.Builder step) {
        Subscriptions known = group.subscriptions();
        String before = member.metadata().regex();
        String after = updated.metadata().regex();
        Change change = Change.NONE;
        boolean isUnresolved = false;
        if (!Objects.equals(
                member.metadata().subscribedTopicRegex(), updated.metadata().subscribedTopicRegex())) {
            change = Change.CHANGED;
            if (before != null && known.membersWith(before) == 1) {
                step.append(new ConsumerGroupRecord.RegexTombstone(group.groupId(), before));
            }
            if (after == null) {
                change = before == null ? Change.CHANGED : Change.CHANGED_AND_RESOLVED;
            } else if (known.membersWith(after) == 0) {
                isUnresolved = true;
            } else if (known.resolved().containsKey(after)) {
                change = Change.CHANGED_AND_RESOLVED;
            }
        }
        if (isUnresolved || known.hasRegexes()) {
            refresh(group, context, member, updated, isUnresolved, step);
        }
        return change;
    }

    private static void refresh(
            ConsumerRoster group,
            ConsumerContext context,
            ConsumerMember member,
            ConsumerMember updated,
            boolean isUnresolved,
            Step.Builder step) {
        TimerKey key = TimerKey.consumerRegex(group.groupId());
        ResolvedRegex last = last(group);
        if (context.isArmed(key) || last != null && context.nowMs() <= last.timestampMs() + MIN_REFRESH_INTERVAL_MS) {
            return;
        }
        SortedSet<String> regexes = regexes(group, member, updated);
        long version = last == null ? 0 : last.version();
        boolean isDue = isUnresolved
                || regexes.size() != group.subscriptions().resolved().size()
                || version < context.newTopicsVersion()
                || last == null
                || context.nowMs() > last.timestampMs() + context.config().regexRefreshIntervalMs();
        if (isDue && !regexes.isEmpty()) {
            step.arm(key, 0, new ConsumerCommand.ResolveRegexes(new ArrayList<>(regexes)));
        }
    }

    /** Returns the regular expressions of the group with the member's new one, and without its last one. */
    private static SortedSet<String> regexes(ConsumerRoster group, ConsumerMember member, ConsumerMember updated) {
        Subscriptions changed = group.subscriptions().copy();
        changed.replace(member, updated);
        return changed.regexes();
    }

    /**
     * Returns the resolution that says when all were made last. They are made together, so that any would do, but for
     * one that nobody subscribes to any more: Kafka takes the first in its hash table, and so is it here.
     */
    private static @Nullable ResolvedRegex last(ConsumerRoster group) {
        SortedMap<String, ResolvedRegex> resolved = group.subscriptions().resolved();
        ResolvedRegex first = null;
        int firstSlot = 0;
        for (var each : resolved.entrySet()) {
            int slot = slot(each.getKey(), resolved.size());
            ResolvedRegex candidate = each.getValue();
            // Of those in one slot the youngest comes first.
            if (first == null
                    || slot < firstSlot
                    || slot == firstSlot && candidate.timestampMs() > first.timestampMs()) {
                first = candidate;
                firstSlot = slot;
            }
        }
        return first;
    }

    /** Returns the slot of a key in a table of Kafka's that has grown to a number of entries. */
    private static int slot(String key, int entries) {
        int bits = 1;
        for (int size = 1; size < entries; size++) {
            if ((size + 1) * KAFKAS_LOAD_FACTOR > 1 << bits) {
                bits++;
            }
        }
        return (int) (key.hashCode() * FIBONACCI >>> Long.SIZE - bits);
    }

    /** Looks which topics match, and begins another epoch if they are others than before. */
    static Step resolve(ConsumerRoster group, ConsumerContext context, List<String> regexes) {
        Step.Builder step = new Step.Builder();
        Subscriptions changed = group.subscriptions().copy();
        boolean isChanged = false;
        ConsumerMember asker = null;
        for (String regex : regexes) {
            if (group.subscriptions().membersWith(regex) == 0) {
                continue;
            }
            ResolvedRegex resolved = new ResolvedRegex(
                    TopicRegex.matching(regex, context.topics().names()),
                    context.topics().version(),
                    context.nowMs());
            ResolvedRegex before = group.subscriptions().resolved().getOrDefault(regex, ResolvedRegex.nothing());
            if (!before.topics().equals(resolved.topics())) {
                isChanged = true;
                asker = asker == null ? lastWith(group, regex) : asker;
            }
            changed.resolve(regex, resolved);
            step.append(new ConsumerGroupRecord.Regex(group.groupId(), regex, resolved));
        }
        long hash = changed.metadataHash(context.topics());
        isChanged |= hash != group.metadataHash();
        if (isChanged) {
            int epoch = group.groupEpoch() + 1;
            Cause cause = asker == null ? null : asker.cause(Trigger.REGEX_RESOLVED);
            step.append(new ConsumerGroupRecord.GroupEpoch(group.groupId(), epoch, hash, cause))
                    .change(new MetadataRefresh(
                            group.groupId(), context.nowMs() + MemberUpdate.REFRESH_INTERVAL_MS, epoch));
        }
        return step.build();
    }

    private static @Nullable ConsumerMember lastWith(ConsumerRoster group, String regex) {
        ConsumerMember last = null;
        for (ConsumerMember member : group.members()) {
            last = regex.equals(member.metadata().regex()) ? member : last;
        }
        return last;
    }
}
