package io.github.groupcoordinator.judge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.protocol.ApiMessage;

/** An answer that may still be on its way. */
final class Reply<T extends ApiMessage> {
    private T response;

    void arrive(T arrived) {
        assertThat(response).as("a request is answered once").isNull();
        response = arrived;
    }

    boolean hasArrived() {
        return response != null;
    }

    T get() {
        assertThat(response).as("the answer has arrived").isNotNull();
        return response;
    }
}
