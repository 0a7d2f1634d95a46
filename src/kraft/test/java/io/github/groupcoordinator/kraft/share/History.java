package io.github.groupcoordinator.kraft.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.Errors;

/**
 * One random history of a share partition, played to both sides step by step: members that fetch, acknowledge and go, a
 * log that grows, shrinks and is compacted, a persister that is slow or fails, time, leaders and configurations that
 * change.
 *
 * <p>Not drawn, and why: records within a batch (an acquisition sees the ends of batches only); ranges that end before
 * they begin, and lists of types of another length than the range (the request layer refuses them before); a persister
 * that answers for another topic (our interface has no place for it); remote storage (there is none); concurrent calls
 * (there is one thread).
 */
final class History {
    private static final long START_MS = 1_000_000;
    private static final List<String> MEMBERS = List.of("m1", "m2", "m3");
    private static final Pattern DEADLINE = Pattern.compile("until (\\d+)");
    private static final Pattern OFFSETS = Pattern.compile("(\\d+)-(\\d+) complete");
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)x");
    private static final short[] ERRORS = {
        Errors.NOT_COORDINATOR.code(),
        Errors.COORDINATOR_NOT_AVAILABLE.code(),
        Errors.COORDINATOR_LOAD_IN_PROGRESS.code(),
        Errors.GROUP_ID_NOT_FOUND.code(),
        Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
        Errors.FENCED_LEADER_EPOCH.code(),
        Errors.FENCED_STATE_EPOCH.code(),
        Errors.INVALID_REQUEST.code(),
    };

    /** Makes the side that is judged. */
    interface Maker {
        Side make(World world, long startMs);
    }

    /** A range that a member has got. */
    private record Held(String member, long first, long last) {}

    private final Random random;
    private final Settings settings = new Settings();
    private final SimLog log = new SimLog();
    private final World kafkaWorld = new World(settings, log);
    private final World ourWorld = new World(settings, log);
    private final Side kafka;
    private final Side ours;
    private final Persisted persisted = new Persisted();
    private final List<Held> held = new ArrayList<>();
    private final List<Fetch> late = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final boolean slowPersister;
    private final boolean transactional;
    private String divergence;
    private String lastState = "";
    private int leaderEpoch;
    private int ids;

    History(long seed, Maker kafkas, Maker our) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        random.nextInt();
        kafka = kafkas.make(kafkaWorld, START_MS);
        ours = our.make(ourWorld, START_MS);
        slowPersister = random.nextInt(3) > 0;
        transactional = random.nextInt(3) == 0;
        settings.maxRecordLocks = random.nextInt(3) == 0 ? 2_000 : 4 + random.nextInt(30);
        settings.deliveryCountLimit = 2 + random.nextInt(random.nextBoolean() ? 4 : 9);
        settings.reset = List.of("earliest", "earliest", "latest", "3", "600").get(random.nextInt(5));
        log.beginAt(random.nextInt(3) == 0 ? random.nextInt(20) : 0);
    }

    /** Plays the history; returns how the sides diverged, or null. */
    String play(int steps) {
        for (int i = random.nextInt(4); i > 0; i--) {
            produce();
        }
        lead();
        for (int i = 0; i < steps && divergence == null; i++) {
            step();
        }
        return divergence;
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 34) {
            fetch();
        } else if (dice < 58) {
            acknowledge();
        } else if (dice < 70) {
            produce();
        } else if (dice < 80) {
            advance();
        } else if (dice < 84) {
            String member = any(MEMBERS);
            String id = "release " + member + " #" + ids++;
            both(id, side -> {
                side.release(id, member);
                return "";
            });
        } else if (dice < 88) {
            changeLog();
        } else if (dice < 91) {
            configure();
        } else if (dice < 94 && !late.isEmpty()) {
            acquire(late.remove(random.nextInt(late.size())));
        } else if (dice < 97) {
            rareStep();
        }
        if (slowPersister) {
            answerSome();
        }
    }

    private void rareStep() {
        switch (random.nextInt(7)) {
            case 0, 1 -> lead();
            case 2 -> {
                String id = "initialize #" + ids++;
                both(id, side -> {
                    side.initialize(id);
                    return "";
                });
            }
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    both("fence", side -> {
                        side.fence();
                        return "";
                    });
                }
            }
            default -> {
                long offset = random.nextInt(4) == 0 ? random.nextInt((int) log.end() + 5) : withinFlight();
                both("the log starts at " + offset, side -> {
                    side.logStartMovedTo(offset);
                    return "";
                });
            }
        }
    }

    private long withinFlight() {
        Matcher matcher = OFFSETS.matcher(lastState);
        if (!matcher.find()) {
            return 0;
        }
        long start = Long.parseLong(matcher.group(1));
        long end = Long.parseLong(matcher.group(2));
        return start + random.nextInt((int) Math.max(1, end - start + 2));
    }

    // ---- both sides

    private void both(String what, Function<Side, String> step) {
        if (divergence != null) {
            return;
        }
        boolean look = random.nextBoolean();
        String kafkas = seen(kafka, kafkaWorld, step, look);
        String our = seen(ours, ourWorld, step, look);
        story.add((kafka.nowMs() - START_MS) + " ms: " + what);
        lastState = kafkas;
        if (!kafkas.equals(our)) {
            divergence = "expected, after\n  " + String.join("\n  ", story) + "\nwith " + settings + ", Kafka's\n"
                    + kafkas + "\nbut got\n" + our;
        }
    }

    private static String seen(Side side, World world, Function<Side, String> step, boolean look) {
        String result = step.apply(side);
        String looked = look ? "\nnext " + side.nextFetchOffset() + " " + side.canAcquire() : "";
        return result + "\n" + String.join("\n", world.takeNotes()) + "\n" + side.state() + looked;
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    // ---- leaders and the persister

    private void lead() {
        if (leaderEpoch > 0 && random.nextInt(5) > 0) {
            both("fence", side -> {
                side.fence();
                return "";
            });
        }
        int epoch = leaderEpoch++;
        World.State state = toRead();
        String id = "load #" + ids++;
        boolean atOnce = !slowPersister || random.nextInt(3) > 0;
        kafkaWorld.answerAtOnce(atOnce, state);
        ourWorld.answerAtOnce(atOnce, state);
        both(id + " at epoch " + epoch + " of " + state, side -> {
            side.begin(epoch);
            side.initialize(id);
            return "";
        });
        kafkaWorld.answerAtOnce(!slowPersister, state);
        ourWorld.answerAtOnce(!slowPersister, state);
        held.clear();
    }

    private World.State toRead() {
        if (random.nextInt(3) > 0) {
            return persisted.read(random, random.nextInt(5));
        }
        long offset = log.start() + random.nextInt(8);
        long start = random.nextInt(4) == 0 ? -1 : Math.max(0, offset - random.nextInt(6));
        List<StoredBatch> batches = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            offset += random.nextBoolean() ? 0 : random.nextInt(6);
            long last = offset + random.nextInt(5);
            byte state = (byte) List.of(0, 2, 4).get(random.nextInt(3)).intValue();
            batches.add(new StoredBatch(offset, last, state, (short) random.nextInt(6)));
            offset = last + 1;
        }
        if (random.nextInt(25) == 0) {
            batches.add(new StoredBatch(offset, offset - 1, (byte) 0, (short) 1));
        } else if (random.nextInt(25) == 0 && start > 0) {
            batches.add(0, new StoredBatch(start - 1, start, (byte) 0, (short) 1));
        }
        return new World.State(random.nextInt(5), start, batches);
    }

    private void answerSome() {
        while (divergence == null && !kafkaWorld.waiting().isEmpty() && random.nextInt(3) > 0) {
            int index = random.nextInt(4) > 0
                    ? 0
                    : random.nextInt(kafkaWorld.waiting().size());
            Outcome outcome = outcome();
            World.State state = toRead();
            World.Waiting kafkas = kafkaWorld.waiting().remove(index);
            World.Waiting our = ourWorld.waiting().remove(index);
            if (outcome.isDone() && kafkas.stored() != null) {
                persisted.write(kafkas.stored());
            }
            both("the persister answers " + kafkas.what() + " with " + outcome, side -> {
                (side == kafka ? kafkas : our).answer().with(outcome, state);
                return "";
            });
        }
    }

    private Outcome outcome() {
        int dice = random.nextInt(10);
        if (dice < 7) {
            return Outcome.DONE;
        }
        return dice == 7 ? Outcome.BROKEN : new Outcome(Outcome.Kind.ANSWER, ERRORS[random.nextInt(ERRORS.length)]);
    }

    // ---- the log, time and configuration

    private void produce() {
        long nowMs = kafka.nowMs();
        long producerId = 1 + random.nextInt(3);
        String what;
        if (transactional && random.nextInt(3) == 0) {
            what = log.endTransaction(producerId, random.nextBoolean(), nowMs).toString();
        } else {
            boolean inTransaction = transactional && random.nextInt(3) > 0;
            boolean withId = inTransaction || random.nextInt(4) == 0;
            int size = 1 + random.nextInt(random.nextInt(6) == 0 ? 20 : 6);
            what = log.append(size, withId ? producerId : -1, inTransaction, nowMs)
                    .toString();
        }
        story.add("produced " + what);
    }

    private void changeLog() {
        if (random.nextInt(3) == 0) {
            long to = log.start() + 1 + random.nextInt((int) Math.max(1, log.end() - log.start()));
            log.deleteBefore(Math.min(to, log.end()));
            story.add("records before " + log.start() + " were deleted");
        } else if (log.batches().size() > 2) {
            int from = random.nextInt(log.batches().size() - 1);
            int to = Math.min(log.batches().size() - 1, from + 1 + random.nextInt(3));
            story.add("compacted " + log.batches().subList(from, to));
            log.compact(from, to);
        }
    }

    private void advance() {
        List<Long> deadlines = new ArrayList<>();
        Matcher matcher = DEADLINE.matcher(lastState);
        while (matcher.find()) {
            deadlines.add(Long.parseLong(matcher.group(1)));
        }
        long ms = random.nextInt(5_000);
        if (!deadlines.isEmpty() && random.nextInt(3) > 0) {
            ms = any(deadlines) - kafka.nowMs() + random.nextInt(3) - 1;
        }
        long by = Math.max(0, ms);
        both("advance by " + by, side -> {
            side.advance(by);
            return "";
        });
    }

    private void configure() {
        switch (random.nextInt(4)) {
            case 0 -> settings.lockDurationMs = 1_000 * (1 + random.nextInt(60));
            case 1 -> settings.deliveryCountLimit = 2 + random.nextInt(9);
            case 2 -> settings.maxRecordLocks = 1 + random.nextInt(40);
            default -> settings.renewEnabled = !settings.renewEnabled;
        }
        story.add("configured " + settings);
    }

    // ---- members

    private void fetch() {
        String member = any(MEMBERS);
        String id = "fetch #" + ids++;
        Object[] locked = new Object[1];
        both(id + " is tried", side -> {
            boolean got = side.lockForFetch(id);
            locked[0] = got;
            return got + " " + side.canAcquire();
        });
        if (divergence != null || (!Objects.equals(locked[0], true) && random.nextInt(5) > 0)) {
            return;
        }
        boolean committed = transactional && random.nextInt(4) > 0;
        long offset = kafka.nextFetchOffset();
        ours.nextFetchOffset();
        if (random.nextInt(12) == 0) {
            offset = Math.max(0, offset - 8 + random.nextInt(14));
        }
        if (offset < log.start()) {
            both("fetch of " + offset + " is below the log start", side -> {
                side.logStartMovedTo(log.start());
                return "";
            });
        } else {
            List<LogBatch> read = log.read(offset, 1 + random.nextInt(6), committed);
            long last = read.isEmpty() ? offset : read.get(read.size() - 1).last();
            int most = random.nextInt(4) == 0 ? 500 : random.nextInt(12);
            Fetch fetch = new Fetch(
                    member,
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0 ? 500 : 1 + random.nextInt(8),
                    most,
                    offset,
                    committed,
                    read,
                    log.aborted(offset, last));
            if (random.nextInt(10) == 0) {
                late.add(fetch);
            } else {
                acquire(fetch);
            }
        }
        if (random.nextInt(8) == 0) {
            // Somebody else finds it reserved.
            return;
        }
        both("unlock", side -> {
            side.unlockForFetch(id);
            return "";
        });
    }

    private void acquire(Fetch fetch) {
        String[] acquired = new String[1];
        both("acquire " + fetch, side -> {
            String result = side.acquire(fetch);
            acquired[0] = result;
            return result;
        });
        if (acquired[0] == null) {
            return;
        }
        Matcher matcher = RANGE.matcher(acquired[0]);
        while (matcher.find()) {
            held.add(new Held(fetch.member(), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        }
    }

    private void acknowledge() {
        List<Acknowledged> batches = new ArrayList<>();
        String member = any(MEMBERS);
        if (!held.isEmpty() && random.nextInt(10) > 0) {
            Held one = held.get(random.nextInt(held.size()));
            member = random.nextInt(12) == 0 ? member : one.member;
            String owner = member;
            List<Held> mine = held.stream()
                    .filter(each -> each.member.equals(owner))
                    .sorted((a, b) -> Long.compare(a.first, b.first))
                    .toList();
            long before = -1;
            for (Held each : mine) {
                boolean chosen = each == one || random.nextInt(3) == 0;
                if (chosen && each.first >= before && batches.size() < 4) {
                    batches.add(acknowledged(each.first, each.last));
                    before = batches.get(batches.size() - 1).last();
                    if (random.nextInt(4) > 0) {
                        held.remove(each);
                    }
                }
            }
            if (batches.isEmpty()) {
                batches.add(acknowledged(one.first, one.last));
            }
        } else {
            long first = random.nextInt((int) log.end() + 3);
            batches.add(acknowledged(first, first + random.nextInt(8)));
        }
        if (random.nextInt(20) == 0) {
            long last = batches.get(batches.size() - 1).last();
            batches.add(acknowledged(last, last + random.nextInt(4)));
        }
        String by = member;
        String id = "acknowledge by " + by + " #" + ids++;
        both(id + " " + batches, side -> {
            side.acknowledge(id, by, batches);
            return "";
        });
    }

    private Acknowledged acknowledged(long first, long last) {
        long from = first;
        long to = last;
        int dice = random.nextInt(10);
        if (dice < 3) {
            from = first + random.nextInt((int) (last - first + 1));
            to = from + random.nextInt((int) (last - from + 1));
        } else if (dice == 3) {
            from = Math.max(0, first - random.nextInt(3));
            to = last + random.nextInt(3);
        }
        List<Byte> types = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            types.add(type());
        } else {
            for (long offset = from; offset <= to; offset++) {
                types.add(type());
            }
        }
        return new Acknowledged(from, to, types);
    }

    private byte type() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return 1;
        }
        if (dice < 70) {
            return 2;
        }
        if (dice < 82) {
            return 3;
        }
        if (dice < 87) {
            return 0;
        }
        return (byte) (dice < 99 ? 4 : List.of(5, -1).get(random.nextInt(2)).intValue());
    }
}
