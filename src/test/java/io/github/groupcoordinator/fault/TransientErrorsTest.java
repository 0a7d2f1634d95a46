package io.github.groupcoordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

final class TransientErrorsTest {

    @Test
    void eachIsOneThatKafkaGives() {
        assertThat(TransientErrors.apis())
                .contains(
                        ApiKeys.OFFSET_COMMIT,
                        ApiKeys.FETCH,
                        ApiKeys.JOIN_GROUP,
                        ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                        ApiKeys.PRODUCE,
                        ApiKeys.END_TXN);
        assertThat(TransientErrors.apis()).allSatisfy(api -> assertThat(LegalErrors.of(api))
                .containsAll(TransientErrors.of(api))
                .containsAll(TransientErrors.of(api, GroupProtocol.CLASSIC))
                .containsAll(TransientErrors.of(api, GroupProtocol.CONSUMER)));
    }

    @Test
    void noneIsAboutRightsOrBrokenRequests() {
        assertThat(TransientErrors.apis()).allSatisfy(api -> assertThat(TransientErrors.of(api))
                .isNotEmpty()
                .doesNotContain(
                        Errors.GROUP_AUTHORIZATION_FAILED,
                        Errors.TOPIC_AUTHORIZATION_FAILED,
                        Errors.INVALID_REQUEST,
                        Errors.UNKNOWN_SERVER_ERROR));
    }

    @Test
    void requestWithoutThemHasNone() {
        assertThat(TransientErrors.of(ApiKeys.API_VERSIONS)).isEmpty();
    }
}
