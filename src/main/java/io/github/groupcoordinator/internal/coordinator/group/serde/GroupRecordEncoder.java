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

    /** Begins the key. */
    final RecordBytes key(short type) {
        key = RecordBytes.writing(false).writeShort(type).writeString(groupId);
        return key;
    }

    /** Begins the value, in version 0. */
    final RecordBytes value() {
        value = RecordBytes.writing(true).writeShort(0);
        return value;
    }
}
