package io.trailbridge.sinks.securitylake;

/** What Security Lake's sink reports about an event, for tests elsewhere. Thread-safe. */
public final class LakeCheck {
    private final LakeRows rows;

    /** @param version of OCSF */
    public LakeCheck(String version) {
        rows = new LakeRows(version, "test");
    }

    /** Why the event cannot be a row; null when it can. */
    public String refusal(String json) {
        LakeRow row = rows.row(json);
        return row.refusal() == null ? null : row.refusal().getMessage();
    }
}
