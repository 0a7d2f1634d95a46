package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** RE2/J is loaded when the first regular expression is used: what a JVM's first test loads is what it waits for. */
class RegexEngineTest {
    @Test
    void testWithoutRegularExpressionsNeverLoadsRe2j() throws ReflectiveOperationException, MalformedURLException {
        NothingOfRe2j loader = new NothingOfRe2j();

        runIn(loader, Rebalances.class);

        assertThat(loader.missed).isEmpty();
    }

    @Test
    void firstPatternLoadsIt() throws ReflectiveOperationException, MalformedURLException {
        for (Class<?> user : List.of(SubscribesByPattern.class, ListsByPattern.class)) {
            NothingOfRe2j loader = new NothingOfRe2j();
            Throwable failure = catchThrowable(() -> runIn(loader, user));
            assertThat(loader.missed)
                    .as("what %s missed, which ended with %s", user.getSimpleName(), failure)
                    .isNotEmpty();
        }
    }

    private static void runIn(ClassLoader loader, Class<?> scenario) throws ReflectiveOperationException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Constructor<?> constructor =
                    Class.forName(scenario.getName(), true, loader).getDeclaredConstructor();
            constructor.setAccessible(true);
            ((Runnable) constructor.newInstance()).run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** The class path of this test, loaded anew, without RE2/J. */
    private static final class NothingOfRe2j extends URLClassLoader {
        final List<String> missed = new ArrayList<>();

        NothingOfRe2j() throws MalformedURLException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() throws MalformedURLException {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(new URL[0]);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.google.re2j.")) {
                missed.add(name);
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /** A rebalance on either protocol, and a listing of transactions without a pattern. */
    static final class Rebalances implements Runnable {
        @Override
        public void run() {
            try (InMemoryKafka kafka = InMemoryKafka.start()) {
                kafka.createTopic("orders", 1);
                for (String protocol : List.of("classic", "consumer")) {
                    Consumer<String, String> consumer = member(kafka, protocol);
                    consumer.subscribe(List.of("orders"));
                    kafka.awaitStable(protocol);
                    consumer.close();
                }
                try (Admin admin = kafka.admin()) {
                    admin.listTransactions().all();
                }
            }
        }
    }

    /** A subscription by pattern. */
    static final class SubscribesByPattern implements Runnable {
        @Override
        public void run() {
            try (InMemoryKafka kafka = InMemoryKafka.start()) {
                Consumer<String, String> consumer = member(kafka, "consumer");
                kafka.client(consumer).closedByFixture();
                consumer.subscribe(new SubscriptionPattern("ord.*"));
                consumer.poll(Duration.ofSeconds(1));
            }
        }
    }

    /** A listing of transactions by a pattern of their ids. */
    static final class ListsByPattern implements Runnable {
        @Override
        public void run() {
            try (InMemoryKafka kafka = InMemoryKafka.start();
                    Admin admin = kafka.admin()) {
                admin.listTransactions(new ListTransactionsOptions().filterOnTransactionalIdPattern("t.*"));
            }
        }
    }

    private static Consumer<String, String> member(InMemoryKafka kafka, String protocol) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", protocol);
        config.put("group.protocol", protocol);
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }
}
