package io.trailbridge.eventhubs;

import java.util.Objects;

/**
 * An operator's rules for deciding positions, in addition to {@link EventHubsSettings#startPosition}.
 *
 * @param startPositionSet whether the start position was set: it is then logged once where it has no effect
 * @param onReplacedHub    what happens to a partition whose checkpoint is a position of another hub
 */
public record PositionRules(boolean startPositionSet, ReplacedHub onReplacedHub) {
    /** The start position is not set; a partition of a replaced hub stops. */
    public static final PositionRules DEFAULT = new PositionRules(false, ReplacedHub.STOP);

    public PositionRules {
        Objects.requireNonNull(onReplacedHub, "onReplacedHub");
    }
}
