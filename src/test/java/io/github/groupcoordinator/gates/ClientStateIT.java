package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of {@link ClientStateTest}, held against every supported version. */
final class ClientStateIT {

    static List<Path> jars() {
        return KafkaVersions.jars();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everyStateOfTheClientsIsListed(Path jar) throws IOException {
        assertThat(ClientState.in(jar, ClientStateTest.CLASSES))
                .as("state of kafka-clients %s", KafkaVersions.of(jar))
                .isSubsetOf(ClientStateTest.listed());
    }

    @Test
    void nothingIsListedThatNoVersionHas() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path jar : jars()) {
            found.addAll(ClientState.in(jar, ClientStateTest.CLASSES));
        }
        assertThat(ClientStateTest.listed()).isSubsetOf(found);
    }
}
