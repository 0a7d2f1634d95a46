package io.github.groupcoordinator.internal.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SupportedVersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.9.0", "3.9.2", "4.0.0", "4.4.0", "4.4.1", "4.3.1-SNAPSHOT"})
    void supportedVersionsPass(String version) {
        assertThatCode(() -> SupportedVersions.check(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.1", "2.8.2", "4.5.0", "5.0.0", "unknown"})
    void othersAreRefusedWithTheirNumberAndTheRange(String version) {
        assertThatThrownBy(() -> SupportedVersions.check(version))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kafka-clients " + version + " ")
                .hasMessageContaining("3.9 to 4.4");
    }

    @Test
    void theOneOnTheClassPathIsSupported() {
        assertThatCode(SupportedVersions::check).doesNotThrowAnyException();
    }
}
