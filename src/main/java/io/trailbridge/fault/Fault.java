package io.trailbridge.fault;

import java.time.Instant;

/**
 * A fault that lasts.
 *
 * @param code the kind of fault
 * @param at what it concerns, such as {@code cloudtrail-channel:main} or {@code hub ns/hub partition 2}
 * @param since when it began
 * @param cause what was seen, on one line
 * @param remedy what an operator can do; null where only waiting helps
 * @param down whether it has lasted long enough for health to be down
 */
public record Fault(FaultCode code, String at, Instant since, String cause, String remedy, boolean down) {
    /** Returns all values on one line, as health shows them. */
    @Override
    public String toString() {
        return code.id() + " at " + at + " since " + since + ": " + cause
                + (remedy == null ? "" : "; remedy: " + remedy);
    }
}
