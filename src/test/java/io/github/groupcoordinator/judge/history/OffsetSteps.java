package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import io.github.groupcoordinator.judge.history.Intent.Generation;
import io.github.groupcoordinator.judge.history.Intent.Id;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;

/** The generator's part that deals with offsets. */
final class OffsetSteps {
    private final Dice dice;
    private final List<String> groups;

    OffsetSteps(Dice dice, List<String> groups) {
        this.dice = dice;
        this.groups = groups;
    }

    Step step(Actor actor) {
        return new Step.Ask(
                actor.slot(),
                switch (dice.weighted(6, 4, 1)) {
                    case 0 -> commit(actor);
                    case 1 -> fetch(actor);
                    default ->
                        new OffsetIntents.Delete(
                                dice.percent(90) ? actor.group() : dice.any("", "unheard-of"), positions());
                });
    }

    private Intent commit(Actor actor) {
        // Only old clients ask for a retention of their own.
        boolean ownRetention = dice.percent(12);
        short version = ownRetention ? (short) (2 + dice.below(3)) : dice.version(ApiKeys.OFFSET_COMMIT);
        boolean simple = dice.percent(30);
        Id id = simple ? dice.any(Id.NONE, Id.NONE, Id.UNKNOWN) : dice.percent(75) ? Id.MINE : dice.any(Id.values());
        Generation generation =
                simple ? Generation.NONE : dice.percent(75) ? Generation.MINE : dice.any(Generation.values());
        String instance = simple || dice.percent(10) ? dice.any(null, null, "i-1", "i-unknown") : actor.instanceId();
        long retentionMs = ownRetention ? dice.any(0L, 20_000L, 300_000L) : -1;
        Actor where = dice.percent(94) ? actor : elsewhere(actor);
        return new OffsetIntents.Commit(
                where, version, id, generation, instance, retentionMs, dice.percent(95), positions());
    }

    /** A producer commits offsets within its transaction, or the transaction ends. */
    Step transactional(Actor actor) {
        long producerId = 1 + dice.below(3);
        short epoch = dice.percent(85) ? (short) 5 : dice.any((short) 4, (short) 6);
        if (dice.percent(35)) {
            return new Step.End(new CoordinatorUnderTest.Marker(
                    producerId, epoch, dice.percent(90) ? 3 : dice.any(2, 4), dice.percent(65), (short) dice.below(3)));
        }
        boolean anonymous = dice.percent(35);
        Id id = anonymous ? Id.NONE : dice.percent(80) ? Id.MINE : dice.any(Id.values());
        Generation generation =
                anonymous ? Generation.NONE : dice.percent(80) ? Generation.MINE : dice.any(Generation.values());
        String instance = anonymous || dice.percent(10) ? dice.any(null, null, "i-1", "i-unknown") : actor.instanceId();
        return new Step.Ask(
                actor.slot(),
                new TransactionIntents.Commit(
                        dice.percent(92) ? actor : elsewhere(actor),
                        (short) dice.below(5),
                        new TransactionIntents.Producer(producerId, epoch),
                        id,
                        generation,
                        instance,
                        positions()));
    }

    /** Draws a step about offsets in groups of the consumer protocol, and in those that change to it or back. */
    Step stepOrTransaction(Actor actor) {
        return switch (dice.weighted(4, 4, 3)) {
            case 0 -> commitAsMember(actor);
            case 1 -> step(actor);
            default -> transactional(actor);
        };
    }

    /** A member commits what it should. */
    Step commitAsMember(Actor actor) {
        return new Step.Ask(
                actor.slot(),
                new OffsetIntents.Commit(
                        actor,
                        dice.version(ApiKeys.OFFSET_COMMIT),
                        Id.MINE,
                        Generation.MINE,
                        actor.instanceId(),
                        -1,
                        true,
                        positions()));
    }

    /** A commit at the instant of a retention check, and then exactly a retention later. */
    List<Step> commitAndWaitForTheRetention() {
        Actor standalone = new Actor(
                0, "standalone", null, 6_001, 6_001, new Actor.Protocols("consumer", List.of("range"), List.of(), 0));
        return List.of(
                new Step.Edge(0),
                new Step.Ask(
                        0,
                        new OffsetIntents.Commit(
                                standalone,
                                dice.version(ApiKeys.OFFSET_COMMIT),
                                Id.NONE,
                                Generation.NONE,
                                null,
                                -1,
                                true,
                                positions())),
                new Step.Pass(dice.any(60_000, 120_000)));
    }

    private Actor elsewhere(Actor actor) {
        return new Actor(
                actor.slot(),
                dice.any("", "standalone", "unheard-of"),
                actor.instanceId(),
                actor.sessionTimeoutMs(),
                actor.rebalanceTimeoutMs(),
                actor.protocols());
    }

    private Intent fetch(Actor actor) {
        short version = dice.version(ApiKeys.OFFSET_FETCH);
        boolean all = version >= 2 && dice.percent(40);
        List<String> asked = version >= 8 && dice.percent(25)
                ? groups
                : List.of(dice.percent(85) ? actor.group() : dice.any("", "standalone", "unheard-of"));
        return new OffsetIntents.Fetch(
                actor, version, asked, dice.percent(30), all ? List.of() : distinct(positions()));
    }

    private static List<OffsetIntents.Position> distinct(List<OffsetIntents.Position> positions) {
        List<OffsetIntents.Position> distinct = new ArrayList<>();
        for (OffsetIntents.Position position : positions) {
            if (distinct.stream().noneMatch(p -> p.topic().equals(position.topic()))) {
                distinct.add(position);
            }
        }
        return distinct;
    }

    private List<OffsetIntents.Position> positions() {
        List<OffsetIntents.Position> positions = new ArrayList<>();
        for (int i = 1 + dice.below(3); i > 0; i--) {
            String topic = dice.percent(94) ? dice.any("orders", "returns") : "unknown-topic";
            int partition = dice.percent(95) ? dice.below(3) : 99;
            if (dice.percent(6)) {
                positions.add(OffsetIntents.Position.nowhere(topic));
                continue;
            }
            String metadata = dice.percent(90) ? dice.any("", "m", null, "sixteen chars ok") : "seventeen chars!!";
            OffsetIntents.Position position =
                    new OffsetIntents.Position(topic, partition, dice.below(1_000), dice.any(-1, -1, 5), metadata);
            if (positions.stream().noneMatch(p -> p.topic().equals(topic) && p.partition() == partition)) {
                positions.add(position);
            }
        }
        return positions;
    }
}
