package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

/**
 * The list of all that could let two runs of Kafka's clients differ, with the reason why it does not: what is kept for
 * the whole JVM, and what is ordered by identity or by salt. A release that brings another makes this fail.
 */
class ClientStateTest {
    /** Messages are generated, and security needs sockets. */
    static final Pattern CLASSES =
            Pattern.compile("org/apache/kafka/(clients|common)/(?!message/|security/).*\\.class");

    /** A class that breaks the rule in each way that is looked for. */
    private static final class Leaking {
        private static final Map<String, String> MEMORY = new HashMap<>();
        private final Set<Object> byIdentity = new HashSet<>();
        private final Set<String> byValue = new HashSet<>();

        Set<String> salted() {
            MEMORY.put("a", "b");
            byIdentity.add(this);
            byValue.addAll(MEMORY.keySet());
            return Set.copyOf(byValue);
        }
    }

    @Test
    void everyStateOfTheClientsIsListed() throws IOException, URISyntaxException {
        Path jar = Path.of(KafkaConsumer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(ClientState.in(jar, CLASSES)).isSubsetOf(listed());
    }

    @Test
    void everythingListedHasAReason() throws IOException {
        List<Pattern> known = new ArrayList<>();
        for (String line : lines("client-state-reasons.txt")) {
            int arrow = line.indexOf(" => ");
            assertThat(line.substring(arrow + 4)).isNotBlank();
            known.add(Pattern.compile(line.substring(0, arrow)));
        }
        Set<Pattern> used = new LinkedHashSet<>();
        for (String line : listed()) {
            Pattern first = known.stream()
                    .filter(pattern -> pattern.matcher(line).matches())
                    .findFirst()
                    .orElse(null);
            assertThat(first).as("a reason for %s", line).isNotNull();
            used.add(first);
        }
        assertThat(known).as("patterns that match something").allMatch(used::contains);
    }

    @Test
    void stateThatIsNotListedIsFound() throws IOException {
        assertThat(new Leaking().salted()).isNotNull();
        Set<String> found = new TreeSet<>();
        try (InputStream bytes = ClientStateTest.class.getResourceAsStream("ClientStateTest$Leaking.class")) {
            ClientState.collect(bytes, found);
        }
        String name = Leaking.class.getName().replace('.', '/');
        assertThat(found)
                .containsExactly(name + ".<init> HashSet", name + ".MEMORY static", name + ".salted Set.copyOf")
                .doesNotContainAnyElementsOf(listed());
    }

    static Set<String> listed() throws IOException {
        return new TreeSet<>(lines("client-state.txt"));
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = ClientStateTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
