package io.github.groupcoordinator.internal.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** The errors of an answer, read from the text that Kafka's generated classes have. */
final class ServedRequestTest {

    @Test
    void eachErrorIsNamedOnceInTheOrderOfTheText() {
        assertThat(ServedRequest.errorsIn("A(errorCode=25, topics=[T(errorCode=-1), T(errorCode=25), T(errorCode=0)])"))
                .containsExactly("UNKNOWN_MEMBER_ID", "UNKNOWN_SERVER_ERROR");
    }

    @Test
    void textWithoutErrorsHasNone() {
        assertThat(ServedRequest.errorsIn("")).isEmpty();
        assertThat(ServedRequest.errorsIn("A(errorCode=0, errorMessage=null)")).isEmpty();
        assertThat(ServedRequest.errorsIn("A(errorCode=, errorCode=-)")).isEmpty();
    }

    @Test
    void quotedStringsAreNoErrors() {
        assertThat(ServedRequest.errorsIn("A(name='errorCode=25', errorCode=22, memberId='', other='errorCode=3')"))
                .containsExactly("ILLEGAL_GENERATION");
    }

    @Test
    void quoteThatIsNeverClosedHidesNothing() {
        assertThat(ServedRequest.errorsIn("A(name='errorCode=3', errorCode=22, message='errorCode=25)"))
                .containsExactly("ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID");
    }

    /** The rule in two patterns: quoted strings go, and what remains is searched. */
    @Test
    void anyTextGivesWhatTheRuleSays() {
        String[] pieces = {"'", "errorCode=", "25", "-1", "0", ", ", "error", "Code=", "''", "22"};
        Random random = new Random(17);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(12); piece >= 0; piece--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(' '); // no number grows
            }
            String told = text.toString().replace("= ", "=");
            String unquoted = Pattern.compile("'[^']*'").matcher(told).replaceAll("''");
            assertThat(ServedRequest.errorsIn(told))
                    .as(told)
                    .containsExactlyElementsOf(Pattern.compile("errorCode=(-?\\d+)")
                            .matcher(unquoted)
                            .results()
                            .map(code -> Errors.forCode(Short.parseShort(code.group(1))))
                            .filter(error -> error != Errors.NONE)
                            .map(Errors::name)
                            .distinct()
                            .toList());
        }
    }
}
