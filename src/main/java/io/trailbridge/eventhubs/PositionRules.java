package io.trailbridge.eventhubs;

import java.util.Objects;

/**
 * How an operator wants positions to be decided, beside {@link EventHubsSettings#startPosition}.
 *
 * @param startPositionSet whether the start position was set: then it is said once where it has no effect
 * @param onReplacedHub    what becomes of a partition whose checkpoint is a position of another hub
 */
public record PositionRules(boolean startPositionSet, ReplacedHub onReplacedHub) {
    /** Nothing set; a partition of a replaced hub stops. */
    public static final PositionRules DEFAULT = new PositionRules(false, ReplacedHub.STOP);

    public PositionRules {
        Objects.requireNonNull(onReplacedHub, "onReplacedHub");
    }
}
