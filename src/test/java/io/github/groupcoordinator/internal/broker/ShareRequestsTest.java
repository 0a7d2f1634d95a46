package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Odd ShareFetch and ShareAcknowledge requests get the answers that Kafka's broker gives to them. */
class ShareRequestsTest {

    @Test
    void oddRequestsGetKafkasAnswers() {
        assertThat(String.join("\n", new OurShareRequests().get()) + "\n").isEqualTo(kafkas());
    }

    private static String kafkas() {
        try (InputStream in =
                ShareRequestsTest.class.getResourceAsStream("/io/github/groupcoordinator/sharerequests/answers.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
