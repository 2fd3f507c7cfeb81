package io.trailbridge.standin.eventhubs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * A message as a partition keeps it: the sender's message annotations apart, since the service adds its own to them,
 * and everything that reaches the reader unchanged (properties, application properties, body, footer) as its bytes. Long
 * ones are kept compressed: tests of memory hold hundreds of them.
 */
final class StoredMessage {

    static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");
    private static final int LONG = 64 * 1024;

    private final Map<Symbol, Object> annotations;
    private final int length;
    private final byte[] kept;

    StoredMessage(Map<Symbol, Object> annotations, byte[] bare) {
        this.annotations = annotations;
        this.length = bare.length;
        this.kept = length > LONG ? compressed(bare) : bare;
    }

    Map<Symbol, Object> annotations() {
        return annotations;
    }

    int length() {
        return length;
    }

    byte[] bare() {
        if (length <= LONG) {
            return kept;
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(kept))) {
            return in.readNBytes(length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    String partitionKey() {
        Object key = annotations.get(PARTITION_KEY);
        return key == null ? null : key.toString();
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(kept, deflater)) {
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return kept.toByteArray();
    }
}
