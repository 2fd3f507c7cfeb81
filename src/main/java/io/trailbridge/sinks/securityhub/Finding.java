package io.trailbridge.sinks.securityhub;

import java.time.Instant;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

/**
 * One state of a finding as BatchImportFindings takes it.
 *
 * @param id the same for all states
 * @param updatedAt which of two states is the newer
 * @param bytes of its JSON, exactly as it is sent
 */
record Finding(String id, Instant updatedAt, AwsSecurityFinding model, long bytes) {
    /** Whether the other one says something newer, or just the same: then this one need not be sent any more. */
    boolean isObsoleteAfter(Finding other) {
        return updatedAt.isBefore(other.updatedAt) || updatedAt.equals(other.updatedAt) && model.equals(other.model);
    }
}
