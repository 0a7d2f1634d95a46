package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * One random history of a broker that serves share groups, played to both sides step by step: fetches that wait for
 * three partitions, acknowledgements, sessions that go with their connections, leaders that move, logs that grow in
 * segments and are deleted, a persister that is slow or fails.
 *
 * <p>Not drawn, and why: bytes that can't be shared out evenly (Kafka draws who gets the rest); parts of batches (Kafka
 * sends them, and clients throw them away); a batch size below 1 (Kafka puts batches of nothing in flight, and fails
 * when their locks run out); remote storage (there is none); what a history of one share partition draws already
 * (compaction, durations, odd acknowledgements).
 */
final class FetchHistory {
    private static final long START_MS = 1_000_000;
    private static final int PARTITIONS = 3;
    private static final List<String> GROUPS = List.of("g", "g", "h");
    private static final List<String> MEMBERS = List.of("m1", "m2", "m3");
    private static final Pattern DEADLINE = Pattern.compile("until (\\d+)");
    private static final Pattern ANSWER = Pattern.compile("fetch (\\w) (\\w+) #\\d+ \\{(.*)}");
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)x");
    private static final short[] ERRORS = {
        Errors.COORDINATOR_NOT_AVAILABLE.code(),
        Errors.GROUP_ID_NOT_FOUND.code(),
        Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
        Errors.FENCED_LEADER_EPOCH.code(),
        Errors.FENCED_STATE_EPOCH.code(),
        Errors.INVALID_REQUEST.code(),
    };

    /** Makes a side. */
    interface Maker {
        FetchSide make(FetchWorld world, long startMs, List<TopicIdPartition> partitions);
    }

    /** A range that a member has got. */
    private record Held(String group, String member, int partition, long first, long last) {}

    private final Random random;
    private final Settings settings = new Settings();
    private final SharedLogs logs = new SharedLogs(PARTITIONS);
    private final FetchWorld kafkaWorld = new FetchWorld(settings, logs);
    private final FetchWorld ourWorld = new FetchWorld(settings, logs);
    private final FetchSide kafka;
    private final FetchSide ours;
    private final List<Held> held = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final boolean slowPersister;
    private final boolean transactional;
    private String divergence;
    private String lastState = "";
    private int ids;

    FetchHistory(long seed, Maker kafkas, Maker our) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 3);
        random.nextInt();
        kafka = kafkas.make(kafkaWorld, START_MS, logs.partitions());
        ours = our.make(ourWorld, START_MS, logs.partitions());
        slowPersister = random.nextInt(3) == 0;
        transactional = random.nextInt(4) == 0;
        settings.maxRecordLocks = random.nextInt(3) == 0 ? 4 + random.nextInt(30) : 2_000;
        settings.deliveryCountLimit = 2 + random.nextInt(4);
        settings.reset = random.nextInt(4) == 0 ? "latest" : "earliest";
        kafkaWorld.answerAtOnce(!slowPersister);
        ourWorld.answerAtOnce(!slowPersister);
    }

    /** Plays the history; returns how the sides diverged, or null. */
    String play(int steps) {
        for (int i = 0; i < steps && divergence == null; i++) {
            step();
            if (slowPersister) {
                answerSome();
            }
        }
        return divergence;
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 38) {
            fetch();
        } else if (dice < 56) {
            acknowledge();
        } else if (dice < 72) {
            produce(random.nextInt(PARTITIONS));
        } else if (dice < 86) {
            advance();
        } else if (dice < 94) {
            session();
        } else if (dice < 97) {
            lead(logs.partitions().get(random.nextInt(PARTITIONS)));
        } else {
            rareStep();
        }
    }

    private void rareStep() {
        int dice = random.nextInt(10);
        if (dice == 0) {
            both("share groups are turned off", FetchSide::turnOff);
        } else if (dice < 3) {
            SharedLogs.Led led = logs.of(random.nextInt(PARTITIONS));
            led.offline = !led.offline;
            story.add("a disk has failed, or works again: " + led.offline);
        } else if (dice < 5) {
            settings.maxRecordLocks = 1 + random.nextInt(40);
            settings.lockDurationMs = 1_000 * (1 + random.nextInt(60));
            story.add("configured " + settings);
        } else {
            SharedLogs.Led led = logs.of(random.nextInt(PARTITIONS));
            long to = led.log.start() + random.nextInt((int) Math.max(1, led.log.end() - led.log.start() + 1));
            led.log.deleteBefore(to);
            story.add("records before " + to + " were deleted");
        }
    }

    // ---- both sides

    private void both(String what, Consumer<FetchSide> step) {
        if (divergence != null) {
            return;
        }
        String kafkas = seen(kafka, kafkaWorld, step);
        String our = seen(ours, ourWorld, step);
        story.add((kafka.nowMs() - START_MS) + " ms: " + what);
        lastState = kafkas;
        if (!kafkas.equals(our)) {
            divergence = "expected, after\n  " + String.join("\n  ", story) + "\nwith " + settings + ", Kafka's\n"
                    + kafkas + "\nbut got\n" + our;
        }
        take(kafkas);
    }

    private static String seen(FetchSide side, FetchWorld world, Consumer<FetchSide> step) {
        step.accept(side);
        return String.join("\n", world.takeNotes()) + "\n" + side.state();
    }

    /** Notes what members have got. */
    private void take(String seen) {
        for (String line : seen.split("\n")) {
            Matcher answer = ANSWER.matcher(line);
            if (!answer.find()) {
                continue;
            }
            for (String each : answer.group(3).split(", ")) {
                Matcher range = RANGE.matcher(each);
                while (range.find()) {
                    held.add(new Held(
                            answer.group(1),
                            answer.group(2),
                            Integer.parseInt(each.substring(0, 1)),
                            Long.parseLong(range.group(1)),
                            Long.parseLong(range.group(2))));
                }
            }
        }
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    // ---- members

    private void fetch() {
        String group = any(GROUPS);
        String member = any(MEMBERS);
        List<TopicIdPartition> partitions = new ArrayList<>();
        for (TopicIdPartition partition : logs.partitions()) {
            if (random.nextInt(2) == 0) {
                partitions.add(random.nextInt(partitions.size() + 1), partition);
            }
        }
        FetchSide.Limits limits = random.nextInt(12) == 0 ? oddLimits() : limits();
        FetchSide.Asked asked = new FetchSide.Asked(
                "fetch " + group + " " + member + " #" + ids++,
                group,
                member,
                random.nextInt(5),
                partitions,
                random.nextInt(4) == 0,
                limits,
                transactional && random.nextInt(4) > 0);
        both(asked.toString(), side -> side.fetch(asked));
    }

    private FetchSide.Limits limits() {
        return new FetchSide.Limits(
                any(List.of(0, 100, 500, 500, 5_000)),
                random.nextInt(3) > 0 ? 1 : any(List.of(0, 100, 150, 400, 1_000)),
                random.nextInt(20) == 0 ? 0 : any(List.of(60_000, 60_000, 600, 240, 6)),
                random.nextInt(3) > 0 ? 500 : random.nextInt(12),
                random.nextInt(3) > 0 ? 500 : 1 + random.nextInt(6));
    }

    /** Nobody checks them. */
    private FetchSide.Limits oddLimits() {
        return new FetchSide.Limits(
                any(List.of(500, -1)), any(List.of(1, -1)), any(List.of(600, -1)), any(List.of(500, -1)), 500);
    }

    private void acknowledge() {
        String group = any(GROUPS);
        String member = any(MEMBERS);
        Map<TopicIdPartition, List<Acknowledged>> batches = new LinkedHashMap<>();
        if (!held.isEmpty() && random.nextInt(12) > 0) {
            Held one = held.get(random.nextInt(held.size()));
            group = one.group;
            member = random.nextInt(16) == 0 ? member : one.member;
            for (Held each : List.copyOf(held)) {
                boolean alike = each.group.equals(one.group) && each.member.equals(one.member);
                TopicIdPartition partition = logs.partitions().get(each.partition);
                if (alike && !batches.containsKey(partition) && (each == one || random.nextInt(3) == 0)) {
                    batches.put(partition, List.of(acknowledged(each)));
                    held.remove(each);
                }
            }
        } else {
            long first = random.nextInt(10);
            batches.put(
                    any(logs.partitions()),
                    List.of(new Acknowledged(first, first + random.nextInt(4), List.of((byte) 1))));
        }
        String id = "acknowledge #" + ids++;
        String groupId = group;
        String by = member;
        both(id + " by " + member + " of " + group + " " + batches, side -> side.acknowledge(id, groupId, by, batches));
    }

    private Acknowledged acknowledged(Held range) {
        long first = range.first;
        long last = range.last;
        if (random.nextInt(4) == 0) {
            first += random.nextInt((int) (last - first + 1));
            last = first + random.nextInt((int) (last - first + 1));
        }
        return new Acknowledged(first, last, List.of(any(List.of((byte) 1, (byte) 1, (byte) 2, (byte) 2, (byte) 3))));
    }

    private void session() {
        String group = any(GROUPS);
        String member = any(MEMBERS);
        int dice = random.nextInt(10);
        if (dice < 4) {
            String connection = "c" + random.nextInt(4);
            List<TopicIdPartition> partitions = logs.partitions().subList(0, 1 + random.nextInt(PARTITIONS));
            both(
                    "open " + group + " " + member + " " + partitions + " on " + connection,
                    side -> side.open(group, member, partitions, connection));
        } else if (dice < 7) {
            both("release " + group + " " + member, side -> side.release(group, member));
        } else {
            String connection = "c" + random.nextInt(4);
            both("disconnect " + connection, side -> side.disconnect(connection));
        }
    }

    // ---- the persister, leaders, logs and time

    private void answerSome() {
        while (divergence == null && !kafkaWorld.waiting().isEmpty() && random.nextInt(3) > 0) {
            int index = random.nextInt(4) > 0
                    ? 0
                    : random.nextInt(kafkaWorld.waiting().size());
            Outcome outcome = outcome();
            FetchWorld.Asking kafkas = kafkaWorld.waiting().remove(index);
            FetchWorld.Asking our = ourWorld.waiting().remove(index);
            both("the persister answers " + kafkas.key() + " " + kafkas.of().what() + " with " + outcome, side -> {
                if (side == kafka) {
                    kafkaWorld.answer(kafkas, outcome);
                } else {
                    ourWorld.answer(our, outcome);
                }
                side.settle();
            });
        }
    }

    private Outcome outcome() {
        int dice = random.nextInt(12);
        if (dice < 9) {
            return Outcome.DONE;
        }
        return dice == 9 ? Outcome.BROKEN : new Outcome(Outcome.Kind.ANSWER, ERRORS[random.nextInt(ERRORS.length)]);
    }

    private void lead(TopicIdPartition partition) {
        SharedLogs.Led led = logs.of(partition);
        boolean tells = random.nextInt(3) > 0;
        if (!led.leads) {
            led.leads = true;
            led.leaderEpoch += 2;
            story.add("the broker leads " + partition + " again");
            return;
        }
        if (random.nextInt(4) == 0) {
            led.leaderEpoch++;
            story.add("the broker leads " + partition + " in a new epoch");
            return;
        }
        led.leads = false;
        story.add("the broker no longer leads " + partition);
        if (tells) {
            both("the broker learns that it no longer leads " + partition, side -> side.lost(partition));
        }
    }

    private void produce(int partition) {
        SharedLogs.Led led = logs.of(partition);
        long nowMs = kafka.nowMs();
        long producerId = 1 + random.nextInt(2);
        LogBatch batch;
        if (transactional && random.nextInt(3) == 0) {
            batch = led.log.endTransaction(producerId, random.nextBoolean(), nowMs);
        } else {
            boolean inTransaction = transactional && random.nextInt(3) > 0;
            batch = led.log.append(1 + random.nextInt(5), inTransaction ? producerId : -1, inTransaction, nowMs);
        }
        led.place(batch);
        TopicIdPartition named = logs.partitions().get(partition);
        both("produced " + batch + " to " + named, side -> side.grown(named));
    }

    private void advance() {
        List<Long> deadlines = new ArrayList<>();
        Matcher matcher = DEADLINE.matcher(lastState);
        while (matcher.find()) {
            deadlines.add(Long.parseLong(matcher.group(1)));
        }
        long ms = random.nextInt(1_000);
        if (!deadlines.isEmpty() && random.nextInt(3) == 0) {
            ms = any(deadlines) - kafka.nowMs() + random.nextInt(3) - 1;
        }
        long by = Math.max(0, ms);
        both("advance by " + by, side -> side.advance(by));
    }
}
