package io.github.groupcoordinator.internal.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRegexTest {
    @Test
    void whatRe2jRefusesIsToldWithItsReason() {
        assertThat(TopicRegex.check("orders-(?!eu).*"))
                .isEqualTo(new Refusal(
                        Errors.INVALID_REGULAR_EXPRESSION,
                        "SubscribedTopicRegex `orders-(?!eu).*` is not a regular expression that RE2/J takes:"
                                + " invalid or unsupported Perl syntax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?<=a)b", "(?>a)", "a*+", "(a)\\1", "\\Z", "[[:nope:]]", "a{1001}"})
    void expressionOfTheJdkAloneIsRefused(String regex) {
        assertThat(TopicRegex.check(regex)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.*", "[[:alpha:]]+", "a{1000}", "(?P<region>eu|us)-.*", "\\Qa.b\\E"})
    void expressionOfRe2jIsTaken(String regex) {
        assertThat(TopicRegex.check(regex)).isNull();
    }

    @Test
    void topicMatchesAsAWholeAndInNoOtherOrderThanItsNames() {
        assertThat(TopicRegex.matching("orders|[a&&b]+", List.of("orders-eu", "orders", "my-orders", "b", "a", "ab&")))
                .containsExactly("a", "ab&", "b", "orders");
    }

    /** The JDK's engine would go through 2^100 ways to divide the name up. */
    @Test
    void timeIsLinearInTheLengthOfTheName() {
        assertThat(TopicRegex.matching("(a+)+b", List.of("a".repeat(249), "a".repeat(200) + "b")))
                .containsExactly("a".repeat(200) + "b");
    }
}
