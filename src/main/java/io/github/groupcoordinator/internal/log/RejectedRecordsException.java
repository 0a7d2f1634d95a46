package io.github.groupcoordinator.internal.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.errors.ApiException;

/** A batch was refused because of some of its records; nothing of it was appended. */
public final class RejectedRecordsException extends ApiException {
    private static final long serialVersionUID = 1L;

    /** A refused record: its place in the batch, from 0, and why. */
    public record RecordError(int batchIndex, String message) implements java.io.Serializable {}

    private final ApiException error;
    private final ArrayList<RecordError> recordErrors;

    RejectedRecordsException(ApiException error, List<RecordError> recordErrors) {
        super(error.getMessage(), error);
        this.error = error;
        this.recordErrors = new ArrayList<>(recordErrors);
    }

    /** Returns the error that the protocol answers. */
    public ApiException error() {
        return error;
    }

    public List<RecordError> recordErrors() {
        return Collections.unmodifiableList(recordErrors);
    }
}
