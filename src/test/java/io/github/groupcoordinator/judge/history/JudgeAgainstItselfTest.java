package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.judge.kafka.KafkaCoordinator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two instances of Kafka's coordinator: what they don't agree on cannot be asked of ours. */
class JudgeAgainstItselfTest {

    @ParameterizedTest
    @EnumSource(Family.class)
    void kafkaAgreesWithItself(Family family) {
        int histories = Integer.getInteger("judge.self.histories", 50);
        Coverage coverage = new Coverage();

        Campaign.Result result = Campaign.run(family, 1, histories, KafkaCoordinator::new, coverage);

        System.out.println(result);
        if (Boolean.getBoolean("judge.coverage")) {
            coverage.hits().forEach((hit, count) -> System.out.println("  " + hit + " " + count));
        }
        assertThat(result.divergences()).isEmpty();
    }
}
