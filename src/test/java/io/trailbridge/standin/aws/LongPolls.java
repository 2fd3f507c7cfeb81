package io.trailbridge.standin.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Lets a long poll of an empty queue end after {@value #SECONDS} s, as SQS may end it whenever it likes: a stop waits
 * for the one that is in progress, and most tests stop what they started.
 */
final class LongPolls {
    static final int SECONDS = 1;

    private static final String WAIT = "WaitTimeSeconds";

    private LongPolls() {}

    /** The call's body, with the shorter wait where it asks for a longer one. */
    static byte[] shortened(StandInServer.Call call) throws IOException {
        if (!call.action().equals("ReceiveMessage")
                || !(Json.MAPPER.readTree(call.body()) instanceof ObjectNode request)
                || request.path(WAIT).asInt() <= SECONDS) {
            return call.body();
        }
        return Json.MAPPER.writeValueAsBytes(request.put(WAIT, SECONDS));
    }
}
