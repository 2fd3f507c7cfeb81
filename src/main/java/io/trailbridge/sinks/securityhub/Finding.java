package io.trailbridge.sinks.securityhub;

import java.time.Instant;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

/**
 * One state of a finding in the form of BatchImportFindings.
 *
 * @param id the same for all states of a finding
 * @param updatedAt decides which of two states is the newer
 * @param bytes size of its JSON, exactly as it is sent
 */
record Finding(String id, Instant updatedAt, AwsSecurityFinding model, long bytes) {
    /** Returns whether the other state is newer or identical: then this one need not be sent any more. */
    boolean isObsoleteAfter(Finding other) {
        return updatedAt.isBefore(other.updatedAt) || updatedAt.equals(other.updatedAt) && model.equals(other.model);
    }
}
