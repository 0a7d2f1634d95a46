package io.github.groupcoordinator.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionRunsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                            | []",
                "[orders-0]                                    | [orders-0]",
                "[orders-0, orders-1, orders-2, orders-3]      | [orders-0, orders-1, orders-2, orders-3]",
                "[t-0, t-1, t-2, t-3, t-4]                     | [t-0..4]",
                "[a-0, a-1, b-5, b-6, b-7, b-8, b-9, b-11]     | [a-0, a-1, b-5..9, b-11]",
                "[a-1, b-2, a-3, b-4, a-5]                     | [a-1, b-2, a-3, b-4, a-5]",
                "[a-b-9, a-b-10, a-b-11, a-b-12, a-b-13]       | [a-b-9..13]",
                "c$1=[t-0, t-1, t-2, t-3, t-4] d=[t-5]         | c$1=[t-0..4] d=[t-5]",
                "[x, y, z] and [t-0, t-1, t-2, t-3, t-4        | [x, y, z] and [t-0, t-1, t-2, t-3, t-4",
                "[t-0, t-1, t-2, t-99999999999, t-3, t-4, t-5] | [t-0, t-1, t-2, t-99999999999, t-3, t-4, t-5]"
            })
    void fiveOrMorePartitionsInARowAreToldByTheirEnds(String text, String expected) {
        assertThat(PartitionRuns.shorten(text)).isEqualTo(expected);
    }
}
