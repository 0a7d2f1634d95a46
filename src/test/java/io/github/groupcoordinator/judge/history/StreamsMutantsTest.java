package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A deliberate mistake about streams groups is found: in the assignor by what Kafka's assigns, elsewhere by the tests
 * of members at the broker, or else by the histories that tell ours from Kafka's. The numbers of the mistakes are those
 * of the statements about what Kafka does with such groups.
 *
 * <p>Each build makes one mistake in forty; {@code -Dstreams.mutants.every=1} makes all of them.
 */
class StreamsMutantsTest {
    private static final int EVERY = Integer.getInteger("streams.mutants.every", 40);
    private static final int MAX_HISTORIES = 300;
    private static final List<String> TESTS = List.of("StreamsMembersTest", "StreamsTimesTest");
    private static final List<String> OF_THE_ASSIGNOR = List.of("StickyTaskAssignorAnswersLikeKafkaTest");

    static Stream<Mutant> mutants() {
        return Stream.of(StreamsMutants.all(), StreamsTopologyMutants.all(), StreamsTaskMutants.all())
                .flatMap(each -> each);
    }

    @Test
    void everyMutantIsCaught() throws Exception {
        MutantHunt hunt = new MutantHunt(Family.STREAMS, MAX_HISTORIES);
        List<Mutant> mutants = mutants().toList();
        List<String> survivors = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i += EVERY) {
            Mutant mutant = mutants.get(i);
            if (catcher(mutant).isEmpty() && !hunt.catches(mutant)) {
                survivors.add(mutant.what());
            }
        }
        assertThat(survivors).isEmpty();
    }

    private static Optional<String> catcher(Mutant mutant) throws ReflectiveOperationException {
        ClassLoader ours = MutatedBroker.loader(mutant);
        return mutant.file().startsWith("group/streams/assignor/")
                ? TestsOfMutants.catcher(ours, TestsOfMutants.ASSIGNORS, OF_THE_ASSIGNOR)
                : TestsOfMutants.catcher(ours, TESTS);
    }

    @Test
    void oursWithoutAMistakeIsNotCaught() throws Exception {
        String same = "class StreamsGroup ";
        Mutant none = new Mutant(0, "no mistake", "group/streams/StreamsGroup.java", same, same);
        String sameAssignor = "class StickyTaskAssignor ";
        Mutant noneOfTheAssignor = new Mutant(
                0, "no mistake", "group/streams/assignor/StickyTaskAssignor.java", sameAssignor, sameAssignor);

        assertThat(catcher(none)).isEmpty();
        assertThat(catcher(noneOfTheAssignor)).isEmpty();
        new MutantHunt(Family.STREAMS, MAX_HISTORIES).requireNotCaught(none, 10);
    }
}
