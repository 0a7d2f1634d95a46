package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.GroupType;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A protocol that forgets a part does not compile, and whoever adds one finds its places here. */
final class GroupProtocolsTest {
    private static final Path SOURCES = Path.of("main/java/io/github/groupcoordinator/internal");
    private static final Path FIXTURE = Path.of("test/java/io/github/groupcoordinator/gates/fixture/protocol");

    @Test
    void everyTypeHasItsGroupAndNoOther() {
        assertThat(GroupProtocols.implementors(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.groupcoordinator.internal.group")))
                .containsExactly("ClassicGroup", "ConsumerGroup", "ShareGroup", "StreamsGroup")
                .hasSameSizeAs(GroupType.values());
    }

    @Test
    void groupHasNoMethodThatAProtocolCouldForget() {
        assertThat(Group.class.getMethods()).isNotEmpty().noneMatch(Method::isDefault);
    }

    @Test
    void placesThatAskForAGroupsKindAreThese() {
        List<String> places = GroupProtocols.placesThatAsk(SOURCES);
        Figures.show("places that ask for a group's kind", places.size(), places);
        assertThat(places)
                .containsExactly(
                        "ClassicGroupRequests.java: switch (group.type())",
                        "ClassicGroupRequests.java: switch (group.type())",
                        "ClassicGroupRequests.java: switch (group.type())",
                        "ClassicGroupRequests.java: switch (group.type())",
                        "ConsumerGroupRequests.java: switch (group.type())",
                        "GroupAdministration.java: instanceof ConsumerGroup",
                        "GroupConversion.java: switch (conversion.to())",
                        "GroupConversion.java: switch (conversion.to())",
                        "GroupDeletion.java: find(groupId, ShareGroup.class)",
                        "GroupDeletion.java: find(groupId, ShareGroup.class)",
                        "GroupDescriptions.java: instanceof ClassicGroup",
                        "GroupEvents.java: switch (group.type())",
                        "GroupEvents.java: switch (each.type())",
                        "GroupEvents.java: find(groupId, ConsumerGroup.class)",
                        "GroupEvents.java: find(groupId, ShareGroup.class)",
                        "GroupEvents.java: find(groupId, StreamsGroup.class)",
                        "GroupEvents.java: switch (group.type())",
                        "Groups.java: switch (record.type())",
                        "Groups.java: find(record.groupId(), ConsumerGroup.class)",
                        "Groups.java: find(record.groupId(), ShareGroup.class)",
                        "Groups.java: find(record.groupId(), StreamsGroup.class)",
                        "Interventions.java: switch (group.type())",
                        "ShareGroupRequests.java: switch (group.type())",
                        "ShareGroupRequests.java: instanceof ShareGroup",
                        "ShareGroupRequests.java: instanceof ShareGroup",
                        "ShareGroupRequests.java: find(groupId, ShareGroup.class)",
                        "ShareOffsetRequests.java: find(groupId, ShareGroup.class)",
                        "StreamsGroupRequests.java: instanceof StreamsGroup",
                        "StreamsGroupRequests.java: instanceof StreamsGroup",
                        "RecordSerde.java: switch (ofGroup.type())");
    }

    @Test
    void switchesOverAGroupsKindHaveNoDefault() {
        assertThat(GroupProtocols.switchesWithDefault(SOURCES)).isEmpty();
    }

    @Test
    void switchWithADefaultIsFound() {
        assertThat(GroupProtocols.switchesWithDefault(FIXTURE)).containsExactly("ForgetsAProtocol.java");
        assertThat(GroupProtocols.placesThatAsk(FIXTURE)).hasSize(1);
    }
}
