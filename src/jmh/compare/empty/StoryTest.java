import org.junit.jupiter.api.Test;

/** What an empty JUnit run costs, which each of the others pays too. */
class StoryTest {
    @Test
    void nothing() throws Exception {
        Repeated.run(() -> {});
    }
}
