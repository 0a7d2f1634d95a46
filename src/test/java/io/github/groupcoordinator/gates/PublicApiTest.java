package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public API is what docs/api says, so that a change shows in a diff; {@code -Dapi.write} writes it anew. */
final class PublicApiTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "embedded-group-coordinator, src/main/java",
        "embedded-group-coordinator-junit5, junit-extension/src/main/java",
        "embedded-group-coordinator-agent, src/agent/main/java"
    })
    void publicApiIsTheOneThatIsWrittenDown(String artifact, String sources) throws IOException {
        String api = PublicApi.of(ROOT.resolve(sources));
        Path file = ROOT.resolve("docs/api").resolve(artifact + ".txt");
        if (System.getProperty("api.write") != null) {
            Files.writeString(file, api);
        }
        assertThat(Files.readString(file))
                .as(
                        "%s; if users shall have this API: mvn -q -pl src test -Dtest=PublicApiTest -Dapi.write",
                        file.getFileName())
                .isEqualTo(api);
    }

    @Test
    void everythingThatUsersMayNameIsPartOfIt(@TempDir Path sources) throws IOException {
        Files.writeString(sources.resolve("Shop.java"), """
                package shop;
                @API(status = API.Status.STABLE)
                public abstract class Shop<T extends Comparable<T>> extends House implements Open {
                    public static final int SHELVES = 3;
                    private int secret;
                    protected Shop(int size) throws java.io.IOException {}
                    public final synchronized <U> java.util.List<U> sell(T thing, int... prices) { return null; }
                    void count() {}
                    public record Receipt(String text) {}
                    public enum Day { MONDAY, SUNDAY; public boolean isOpen() { return false; } }
                    interface Hidden { void call(); }
                    public interface Customer { void pay(); default void leave() {} private void think() {} }
                    public @interface Named { String value() default "x"; }
                }
                """);
        Path internal = Files.createDirectory(sources.resolve("internal"));
        Files.writeString(internal.resolve("Cellar.java"), "package shop.internal; public class Cellar {}");

        assertThat(PublicApi.of(sources)).isEqualTo("""
                        shop.Shop.Customer: public interface
                            default void leave()
                            void pay()

                        shop.Shop.Day: public enum
                            constant MONDAY
                            constant SUNDAY
                            public boolean isOpen()

                        shop.Shop.Named: public @interface
                            String value() default "x"

                        shop.Shop.Receipt: public record
                            component String text

                        shop.Shop<T extends Comparable<T>>: STABLE public abstract class extends House implements Open
                            protected <init>(int) throws java.io.IOException
                            public final <U> java.util.List<U> sell(T, int[])
                            public static final int SHELVES
                        """);
    }
}
