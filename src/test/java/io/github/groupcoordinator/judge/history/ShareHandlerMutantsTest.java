package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A deliberate mistake in a handler of ShareFetch or ShareAcknowledge is found: by the answers that Kafka's broker
 * gives to odd requests or, where it takes several brokers or members, by their tests.
 *
 * <p>Each build makes one mistake in twelve; {@code -Dshare.handler.mutants.every=1} makes all of them.
 */
class ShareHandlerMutantsTest {
    private static final int EVERY = Integer.getInteger("share.handler.mutants.every", 12);
    private static final String BROKER = TestsOfMutants.BROKER;
    private static final List<String> TESTS = List.of("ShareAcknowledgeTest", "ShareFetchTest");

    static Stream<Mutant> mutants() {
        return Stream.of(
                        ShareHandlerMutants.refusals(),
                        ShareHandlerMutants.fetching(),
                        ShareHandlerMutants.answering(),
                        ShareHandlerMutants.hints(),
                        ShareHandlerMutants.acknowledging(),
                        ShareHandlerMutants.outcomes())
                .flatMap(List::stream);
    }

    @Test
    void everyMutantIsCaught() throws Exception {
        List<Mutant> mutants = mutants().toList();
        List<String> survivors = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i += EVERY) {
            Optional<String> catcher = catcher(MutatedBroker.loader(mutants.get(i)));
            System.out.println(mutants.get(i).what() + ": "
                    + catcher.map(by -> "caught by " + by).orElse("survived"));
            if (catcher.isEmpty()) {
                survivors.add(mutants.get(i).what());
            }
        }
        assertThat(survivors).isEmpty();
    }

    @Test
    void oursWithoutAMistakeIsNotCaught() throws Exception {
        String same = "final class MemberChecks ";
        Mutant none = new Mutant(0, "no mistake", "broker/api/share/MemberChecks.java", same, same);

        assertThat(catcher(MutatedBroker.loader(none))).isEmpty();
    }

    private static Optional<String> catcher(ClassLoader ours) throws ReflectiveOperationException, IOException {
        if (!answersLikeKafka(ours)) {
            return Optional.of("odd requests");
        }
        return TestsOfMutants.catcher(ours, TESTS);
    }

    private static boolean answersLikeKafka(ClassLoader ours) throws ReflectiveOperationException, IOException {
        Supplier<?> requests = (Supplier<?>)
                ours.loadClass(BROKER + "OurShareRequests").getConstructor().newInstance();
        try (InputStream in = ours.getResourceAsStream("io/github/groupcoordinator/sharerequests/answers.txt")) {
            return requests.get()
                    .equals(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (AssertionError | RuntimeException e) {
            // It has thrown where it must answer.
            return false;
        }
    }
}
