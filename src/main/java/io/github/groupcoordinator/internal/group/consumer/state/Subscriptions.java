package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.MetadataHash;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a group's members, counted by topic and by regular expression. */
public final class Subscriptions {
    private final SortedMap<String, TopicSubscribers> topics = new TreeMap<>();
    private final SortedMap<String, Integer> regexes = new TreeMap<>();
    private final SortedMap<String, ResolvedRegex> resolved = new TreeMap<>();

    public Subscriptions() {}

    /** Returns what it would be if a member changed; changes nothing. */
    public Subscriptions with(@Nullable ConsumerMember oldMember, @Nullable ConsumerMember newMember) {
        Subscriptions changed = copy();
        String oldRegex = regexOf(oldMember);
        boolean isLastOfRegex = oldRegex != null && !oldRegex.equals(regexOf(newMember)) && membersWith(oldRegex) == 1;
        changed.replace(oldMember, newMember);
        if (isLastOfRegex) {
            changed.forget(oldRegex);
        }
        return changed;
    }

    public Subscriptions copy() {
        Subscriptions copy = new Subscriptions();
        copy.topics.putAll(topics);
        copy.regexes.putAll(regexes);
        copy.resolved.putAll(resolved);
        return copy;
    }

    /** Counts a member that is new, changed or gone. */
    public void replace(@Nullable ConsumerMember oldMember, @Nullable ConsumerMember newMember) {
        if (oldMember != null) {
            oldMember.metadata().subscribedTopicNames().forEach(topic -> count(topic, -1, 0));
        }
        if (newMember != null) {
            newMember.metadata().subscribedTopicNames().forEach(topic -> count(topic, 1, 0));
        }
        countRegex(regexOf(oldMember), -1);
        countRegex(regexOf(newMember), 1);
    }

    /** Stores what a regular expression comes to. */
    public void resolve(String regex, ResolvedRegex what) {
        forget(regex);
        resolved.put(regex, what);
        what.topics().forEach(topic -> count(topic, 0, 1));
    }

    /** Forgets what a regular expression came to. */
    public void forget(@Nullable String regex) {
        ResolvedRegex what = regex == null ? null : resolved.remove(regex);
        if (what != null) {
            what.topics().forEach(topic -> count(topic, 0, -1));
        }
    }

    private void count(String topic, int names, int regexCount) {
        TopicSubscribers sum = TopicSubscribers.plus(topics.get(topic), names, regexCount);
        if (sum == null) {
            topics.remove(topic);
        } else {
            topics.put(topic, sum);
        }
    }

    private void countRegex(@Nullable String regex, int difference) {
        if (regex != null) {
            int sum = membersWith(regex) + difference;
            if (sum <= 0) {
                regexes.remove(regex);
            } else {
                regexes.put(regex, sum);
            }
        }
    }

    private static @Nullable String regexOf(@Nullable ConsumerMember member) {
        return member == null ? null : member.metadata().regex();
    }

    /** Returns how many members use a regular expression. */
    public int membersWith(String regex) {
        return Objects.requireNonNullElse(regexes.get(regex), 0);
    }

    /** Returns whether regular expressions are in use. */
    public boolean hasRegexes() {
        return !regexes.isEmpty();
    }

    /** Returns the regular expressions in use. */
    public SortedSet<String> regexes() {
        return new TreeSet<>(regexes.keySet());
    }

    /** Returns the regular expressions that have been resolved. */
    public SortedMap<String, ResolvedRegex> resolved() {
        return Collections.unmodifiableSortedMap(resolved);
    }

    /** Returns the topics, those that do not exist included. */
    SortedSet<String> topics() {
        return new TreeSet<>(topics.keySet());
    }

    public boolean contains(String topic) {
        return topics.containsKey(topic);
    }

    /**
     * Returns all topics that a member subscribed to, to be read only; an unresolved regular expression matches none.
     */
    public SortedSet<String> of(ConsumerMember member) {
        String regex = member.metadata().regex();
        ResolvedRegex what = regex == null ? null : resolved.get(regex);
        if (what == null) {
            return member.metadata().subscribedTopicNames();
        }
        SortedSet<String> names = new TreeSet<>(member.metadata().subscribedTopicNames());
        names.addAll(what.topics());
        return names;
    }

    /** Returns whether all members subscribed to the same topics, as far as counts can tell. */
    public boolean isHomogeneous(int memberCount) {
        boolean byNames = regexes.isEmpty();
        if (!byNames && membersWith(regexes.firstKey()) != memberCount) {
            return false;
        }
        for (TopicSubscribers each : topics.values()) {
            boolean isShared = byNames ? each.byName() == memberCount : each.byRegex() == 1 && each.byName() == 0;
            if (!isShared) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a number that changes when a subscribed topic is created, deleted, made anew or grown; 0 for no topics.
     */
    public long metadataHash(TopicCatalog catalog) {
        return MetadataHash.of(topics(), catalog);
    }
}
