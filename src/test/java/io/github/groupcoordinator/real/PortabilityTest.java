package io.github.groupcoordinator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ClientHandle;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.Worker;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.time.VirtualClock;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every call that a test makes of its cluster either has a meaning on a real one or is named as one that has not. */
class PortabilityTest {
    private static final List<Class<?>> CALLED =
            List.of(InMemoryKafka.class, VirtualClock.class, ClientHandle.class, Worker.class, EventLog.class);

    private static SortedSet<String> publicCalls() {
        SortedSet<String> calls = new TreeSet<>();
        for (Class<?> type : CALLED) {
            for (Method method : type.getDeclaredMethods()) {
                boolean isPublic = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
                if (isPublic && !method.getName().equals("toString")) {
                    calls.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        return calls;
    }

    private static SortedMap<String, String> listed() throws IOException {
        SortedMap<String, String> listed = new TreeMap<>();
        try (InputStream in = PortabilityTest.class.getResourceAsStream("portable.txt")) {
            assertThat(in).isNotNull();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> listed.put(line.split(" ")[0], line.split(" ")[1]));
        }
        return listed;
    }

    @Test
    void everyPublicCallIsListedAsPortableOrNot() throws IOException {
        assertThat(listed().keySet()).isEqualTo(publicCalls());
        assertThat(listed().values()).containsOnly("yes", "no");
    }

    @Test
    void everyCallListedAsNotPortableIsRefusedByItsName() throws Exception {
        InMemoryKafkaConfig door = InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inSystemTime())
                .build();
        try (InMemoryKafka there = InMemoryKafka.start(door)) {
            RealClusterConfig address = RealClusterConfig.at(there.bootstrapServers());
            InMemoryKafka kafka = InMemoryKafka.start(
                    InMemoryKafkaConfig.builder().cluster(address).build());
            List<Object> subjects =
                    List.of(kafka, kafka.clock(), kafka.client(kafka.admin()).closedByFixture(), kafka.events());
            SortedSet<String> refused = new TreeSet<>();
            for (Method method : notPortable()) {
                Object subject = subjects.stream()
                        .filter(method.getDeclaringClass()::isInstance)
                        .findFirst()
                        .orElseThrow();
                assertThatThrownBy(() -> method.invoke(subject, arguments(method)))
                        .as(method.toString())
                        .cause()
                        .isInstanceOf(NotPortableException.class)
                        .hasMessageStartingWith(method.getDeclaringClass().getSimpleName() + "." + refusedAs(method)
                                + " is not portable");
                refused.add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
            }
            assertThat(refused).isEqualTo(new TreeSet<>(named("no")));
            assertThatThrownBy(kafka::close).isInstanceOf(NotPortableException.class);
        }
    }

    /** The digest is one of what is not portable itself. */
    private static String refusedAs(Method method) {
        return method.getName().equals("storedRecordsDigest") ? "storedRecords" : method.getName();
    }

    private static List<Method> notPortable() throws IOException {
        List<String> named = named("no");
        return CALLED.stream()
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> named.contains(method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .toList();
    }

    private static List<String> named(String portable) throws IOException {
        return listed().entrySet().stream()
                .filter(entry -> entry.getValue().equals(portable))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Object[] arguments(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(type -> {
                    if (type == Duration.class) {
                        return Duration.ofSeconds(1);
                    }
                    if (type == Runnable.class) {
                        return (Runnable) () -> {};
                    }
                    return type == int.class ? (Object) 0 : "any";
                })
                .toArray();
    }

    @Test
    void guideNamesEveryCallThatIsNotPortable() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guide.md"));
        String chapter =
                guide.substring(guide.indexOf("## The same test on a real cluster"), guide.indexOf("## Settings"));

        listed().forEach((call, portable) -> {
            if (portable.equals("no")) {
                assertThat(chapter).contains(call.substring(call.indexOf('.') + 1));
            }
        });
    }
}
