import org.junit.jupiter.api.Test;

/** The cost of an empty JUnit run, which each of the others pays too. */
class StoryTest {
    @Test
    void nothing() throws Exception {
        Repeated.run(() -> {});
    }
}
