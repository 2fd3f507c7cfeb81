package io.trailbridge.standin.eventhubs;

import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * A message as a partition keeps it: the sender's message annotations apart, since the service adds its own to them,
 * and everything that reaches the reader unchanged (properties, application properties, body, footer) as its bytes.
 */
record StoredMessage(Map<Symbol, Object> annotations, byte[] bare) {

    static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");

    String partitionKey() {
        Object key = annotations.get(PARTITION_KEY);
        return key == null ? null : key.toString();
    }
}
