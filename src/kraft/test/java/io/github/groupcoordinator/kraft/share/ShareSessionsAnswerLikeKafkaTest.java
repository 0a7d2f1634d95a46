package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import kafka.server.share.KafkaSessions;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/**
 * Random histories of share sessions against Kafka's: right and wrong epochs, partitions that come and go, answers in
 * time and too late, connections that close, a cache that is full. Not drawn: 2^31 requests of one session (a unit
 * test).
 */
class ShareSessionsAnswerLikeKafkaTest {
    private static final int STEPS = 60;
    private static final int MAX_SESSIONS = 4;

    @Test
    void noHistoryTellsThemApart() {
        int histories = Integer.getInteger("share.histories", 400);
        for (long seed = 0; seed < histories; seed++) {
            play(seed, OurSessions::new);
        }
    }

    /** Makes the side that is judged. */
    interface Maker {
        SessionSide make(int maxSessions, List<String[]> members);
    }

    static void play(long seed, Maker ours) {
        new Play(seed, ours).play();
    }

    private static final class Play {
        private final long seed;
        private final Random random;
        private final List<String[]> members = new ArrayList<>();
        private final SessionSide kafka;
        private final SessionSide ours;
        private final Map<String, Integer> nextEpochs = new LinkedHashMap<>();
        private final Map<Integer, List<TopicIdPartition>> open = new LinkedHashMap<>();
        private final List<String> story = new ArrayList<>();

        Play(long seed, Maker maker) {
            this.seed = seed;
            random = new Random(seed * 0x9E3779B97F4A7C15L + 7);
            for (String group : List.of("g", "h")) {
                for (String member : List.of("m1", "m2", "m3")) {
                    members.add(new String[] {group, member});
                }
            }
            kafka = new KafkaSessions(MAX_SESSIONS, members);
            ours = maker.make(MAX_SESSIONS, members);
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                step(i);
            }
        }

        private void step(int id) {
            String[] member = members.get(random.nextInt(members.size()));
            String key = member[0] + member[1];
            int dice = random.nextInt(20);
            if (dice < 9) {
                fetch(id, member, key);
            } else if (dice < 12) {
                int epoch = epoch(key);
                both("acknowledge " + key + " " + epoch, side -> side.acknowledge(member[0], member[1], epoch));
                count(key, epoch);
            } else if (dice < 15 && !open.isEmpty()) {
                answer();
            } else if (dice < 16) {
                both("release " + key, side -> side.release(member[0], member[1]));
            } else if (dice < 19) {
                String connection = "c" + random.nextInt(4);
                both("disconnect " + connection, side -> {
                    side.disconnect(connection);
                    return "";
                });
            } else if (random.nextInt(5) == 0) {
                both("clear", side -> {
                    side.clear();
                    return "";
                });
            }
        }

        private int epoch(String key) {
            int dice = random.nextInt(12);
            if (dice == 0) {
                return random.nextInt(4) - 1;
            }
            return dice == 1 ? -1 : nextEpochs.getOrDefault(key, 0);
        }

        private void count(String key, int epoch) {
            if (epoch >= 0 && epoch == nextEpochs.getOrDefault(key, 0)) {
                nextEpochs.put(key, epoch + 1);
            } else if (epoch == 0) {
                nextEpochs.put(key, 1);
            } else if (random.nextInt(3) == 0) {
                nextEpochs.put(key, 0);
            }
        }

        private void fetch(int id, String[] member, String key) {
            int epoch = epoch(key);
            List<TopicIdPartition> asked = partitions();
            if (!asked.isEmpty() && random.nextInt(12) == 0) {
                asked.add(asked.get(0));
            }
            SessionSide.Asked request = new SessionSide.Asked(
                    member[0],
                    member[1],
                    epoch,
                    asked,
                    epoch == 0 ? List.of() : partitions(),
                    random.nextInt(6) == 0,
                    "c" + random.nextInt(4));
            String result = both(id + " " + request, side -> side.fetch(id, request));
            if (result.startsWith("error")) {
                nextEpochs.remove(key);
            } else {
                open.put(id, kafka.partitions(member[0], member[1]));
                count(key, epoch);
            }
        }

        private void answer() {
            List<Integer> ids = new ArrayList<>(open.keySet());
            int id = ids.get(random.nextInt(ids.size()));
            List<TopicIdPartition> all = open.get(id);
            List<Boolean> records = new ArrayList<>();
            List<Boolean> errors = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                records.add(random.nextInt(3) == 0);
                errors.add(random.nextInt(4) == 0);
            }
            both("answer " + id + " with " + all + records + errors, side -> {
                try {
                    return side.answer(id, all, records, errors);
                } catch (IllegalStateException | NullPointerException e) {
                    // It was forgotten meanwhile without a request, by the next session: no answer is made for it.
                    return "failed";
                }
            });
        }

        private List<TopicIdPartition> partitions() {
            List<TopicIdPartition> all = new ArrayList<>();
            for (int topic = 0; topic < 3; topic++) {
                for (int partition = 0; partition < 3; partition++) {
                    if (random.nextInt(4) == 0) {
                        all.add(partition(topic, partition, topic == 2 && random.nextInt(3) == 0));
                    }
                }
            }
            return all;
        }

        private static TopicIdPartition partition(int topic, int partition, boolean nameless) {
            return new TopicIdPartition(
                    new Uuid(1, topic + 1), new TopicPartition(nameless ? null : "t" + topic, partition));
        }

        private String both(String what, Function<SessionSide, String> step) {
            story.add(what);
            String kafkas = step.apply(kafka);
            String our = step.apply(ours);
            assertEquals(
                    kafkas + "\n" + kafka.takeNotes() + "\n" + kafka.state(),
                    our + "\n" + ours.takeNotes() + "\n" + ours.state(),
                    () -> "history " + seed + "\n  " + String.join("\n  ", story));
            return kafkas;
        }
    }
}
