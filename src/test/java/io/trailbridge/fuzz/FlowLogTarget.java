package io.trailbridge.fuzz;

import io.trailbridge.flowlogs.FlowLogReads;
import io.trailbridge.sinks.securitylake.LakeCheck;
import java.util.Map;

/**
 * A blob of flow logs, read as it stood at some time and then to its end. A row is held against the size of the blob;
 * of a whole blob the rows never are in memory at once.
 */
final class FlowLogTarget implements Target {
    private static final String STEP = "flow log";
    private static final int SMALLEST_BLOCK = 300;

    private final FlowLogReads reads = new FlowLogReads();
    private final Map<Boolean, LakeCheck> checks = Map.of(true, new LakeCheck("1.7.0"), false, new LakeCheck("1.3.0"));

    @Override
    public void take(Input input, Trial trial) {
        byte[] blob = input.bytes();
        boolean newer = (input.choice() & 1) == 0;
        int block = (input.choice() & 2) == 0 ? 4 << 20 : SMALLEST_BLOCK + input.choice() / 4 % 5000;
        int length = input.choice() / 4 % (blob.length + 1);
        FlowLogReads.Results results = new FlowLogReads.Results() {
            @Override
            public void row(String json) {
                trial.invalid(STEP, checks.get(newer).refusal(json));
                trial.result(STEP + " row", Utf8.bytes(json), blob.length, Limits.QUEUE);
            }

            @Override
            public void reject(String document) {
                trial.invalid(STEP, Utf8.queueFault(document));
                trial.result(STEP + " reject", Utf8.bytes(document), blob.length, Limits.REJECT);
            }
        };
        trial.step(STEP, thrown -> false, () -> {
            FlowLogReads.End end = reads.read(blob, length, FlowLogReads.BEGINNING, block, newer, results);
            return end == null ? null : reads.read(blob, blob.length, end, block, newer, results);
        });
    }
}
