package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.streams.topology.InternalTopic;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import io.github.groupcoordinator.internal.group.streams.topology.Subtopology;
import io.github.groupcoordinator.internal.group.streams.topology.Subtopology.CopartitionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Kafka's own format of the topology of a streams group. */
final class TopologyFormat {

    private TopologyFormat() {}

    static void write(RecordBytes bytes, StreamsTopology topology) {
        bytes.writeInt(topology.epoch());
        writeAll(bytes, topology.said(), TopologyFormat::write);
        bytes.writeVarint(0);
    }

    private static void write(RecordBytes bytes, Subtopology subtopology) {
        bytes.writeString(subtopology.id());
        writeAll(bytes, subtopology.sourceTopics(), RecordBytes::writeString);
        bytes.writeCount(0);
        writeAll(bytes, subtopology.stateChangelogTopics(), TopologyFormat::write);
        writeAll(bytes, subtopology.repartitionSinkTopics(), RecordBytes::writeString);
        writeAll(bytes, subtopology.repartitionSourceTopics(), TopologyFormat::write);
        writeAll(bytes, subtopology.copartitionGroups(), TopologyFormat::write);
        bytes.writeVarint(0);
    }

    private static void write(RecordBytes bytes, InternalTopic topic) {
        bytes.writeString(topic.name()).writeInt(topic.partitions()).writeShort(topic.replicationFactor());
        writeAll(bytes, topic.configs(), (to, config) -> to.writeString(config.key())
                .writeString(config.value())
                .writeVarint(0));
        bytes.writeVarint(0);
    }

    private static void write(RecordBytes bytes, CopartitionGroup group) {
        writeShorts(bytes, group.sourceTopics());
        writeShorts(bytes, group.sourceTopicRegex());
        writeShorts(bytes, group.repartitionSourceTopics());
        bytes.writeVarint(0);
    }

    private static void writeShorts(RecordBytes bytes, List<Short> all) {
        writeAll(bytes, all, (to, each) -> to.writeShort(each));
    }

    private static <T> void writeAll(RecordBytes bytes, List<T> all, BiConsumer<RecordBytes, T> each) {
        bytes.writeCount(all.size());
        all.forEach(element -> each.accept(bytes, element));
    }

    static StreamsTopology read(RecordBytes bytes) {
        return StreamsTopology.of(bytes.readInt(), readAll(bytes, TopologyFormat::readSubtopology));
    }

    private static Subtopology readSubtopology(RecordBytes bytes) {
        String id = bytes.readString();
        List<String> sourceTopics = readAll(bytes, RecordBytes::readString);
        readAll(bytes, RecordBytes::readString);
        List<InternalTopic> changelogs = readAll(bytes, TopologyFormat::readTopic);
        List<String> sinks = readAll(bytes, RecordBytes::readString);
        List<InternalTopic> repartition = readAll(bytes, TopologyFormat::readTopic);
        List<CopartitionGroup> groups = readAll(bytes, TopologyFormat::readGroup);
        bytes.skipTags();
        return new Subtopology(id, sourceTopics, sinks, repartition, changelogs, groups);
    }

    private static InternalTopic readTopic(RecordBytes bytes) {
        InternalTopic topic = new InternalTopic(
                bytes.readString(),
                bytes.readInt(),
                (short) bytes.readShort(),
                readAll(bytes, TopologyFormat::readConfig));
        bytes.skipTags();
        return topic;
    }

    private static InternalTopic.Config readConfig(RecordBytes bytes) {
        InternalTopic.Config config = new InternalTopic.Config(bytes.readString(), bytes.readString());
        bytes.skipTags();
        return config;
    }

    private static CopartitionGroup readGroup(RecordBytes bytes) {
        CopartitionGroup group = new CopartitionGroup(readShorts(bytes), readShorts(bytes), readShorts(bytes));
        bytes.skipTags();
        return group;
    }

    private static List<Short> readShorts(RecordBytes bytes) {
        return readAll(bytes, each -> (short) each.readShort());
    }

    private static <T> List<T> readAll(RecordBytes bytes, Function<RecordBytes, T> each) {
        List<T> all = new ArrayList<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            all.add(each.apply(bytes));
        }
        return List.copyOf(all);
    }
}
