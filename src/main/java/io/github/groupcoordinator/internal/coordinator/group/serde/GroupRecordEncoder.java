package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRecord;
import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import org.jspecify.annotations.Nullable;

/** The encoder of one record of a group: its key begins with a type and the group id; a tombstone has no value. */
abstract class GroupRecordEncoder {
    private final String groupId;
    private @Nullable RecordBytes key;
    private @Nullable RecordBytes value;

    GroupRecordEncoder(String groupId) {
        this.groupId = groupId;
    }

    /** Returns the record, whose key must have been written. */
    final CoordinatorRecord encoded() {
        if (key == null) {
            throw new IllegalStateException("a record of group " + groupId + " has no key");
        }
        return new CoordinatorRecord(key.toByteArray(), value == null ? null : value.toByteArray());
    }

    /** Writes the key of a record of the group as a whole. */
    final void key(short type) {
        key = RecordBytes.writing(false, 2 * Short.BYTES + groupId.length())
                .writeShort(type)
                .writeString(groupId);
    }

    /** Writes the key of a record of one of many of the group: a member, or what else has an id. */
    final void key(short type, String id) {
        // Ids are ASCII almost always; then the bytes are no more than these, and need no copy.
        key = RecordBytes.writing(false, 3 * Short.BYTES + groupId.length() + id.length())
                .writeShort(type)
                .writeString(groupId)
                .writeString(id);
    }

    /** Begins the value, in version 0. */
    final RecordBytes value() {
        return value(128);
    }

    /** Begins the value, in version 0, with room for so many bytes; takes more as it needs them. */
    final RecordBytes value(int expectedSize) {
        value = RecordBytes.writing(true, expectedSize).writeShort(0);
        return value;
    }
}
