package io.trailbridge.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes a message as bytes, whatever they mean. The same chance gives the same. */
final class ByteMutator {
    private static final List<byte[]> PIECES = List.of(
                    "\"",
                    "\\",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\u0000",
                    "\n",
                    "\\u0000",
                    "\\ud800",
                    "\\udc00",
                    "1e99999999999",
                    "-",
                    "null",
                    "{}",
                    "[]",
                    "\"a\":1,",
                    "\ufeff",
                    "\u0130",
                    "\ud83d\ude00",
                    "]}",
                    "{\"records\":[",
                    "}{",
                    "//",
                    "NaN")
            .stream()
            .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
            .toList();

    private final byte[] other;
    private final Random random;
    private final int budget;

    /**
     * @param other a message of which a part may be taken
     * @param budget bytes by which the message may grow
     */
    ByteMutator(byte[] other, Random random, int budget) {
        this.other = other;
        this.random = random;
        this.budget = budget;
    }

    /** The message after so many changes; the one that is given stays as it is. */
    byte[] mutate(byte[] message, int changes) {
        byte[] bytes = message.clone();
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(64));
        return switch (random.nextInt(10)) {
            case 0, 1 -> flipped(bytes);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, at, new byte[0], end);
            case 4, 5 -> joined(bytes, at, OddText.one(random, PIECES), at);
            case 6 -> joined(bytes, at, noise(), at);
            case 7 -> joined(bytes, at, OddText.one(random, PIECES), end);
            case 8 -> joined(bytes, at, repeated(Arrays.copyOfRange(bytes, at, end)), at);
            default -> spliced(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes) {
        for (int flips = 1 + random.nextInt(4); bytes.length > 0 && flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] repeated(byte[] piece) {
        int times = piece.length == 0 ? 0 : 1 + random.nextInt(Math.max(1, budget / piece.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream(times * piece.length);
        for (int i = 0; i < times; i++) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    /** Its beginning, and the other's end. */
    private byte[] spliced(byte[] bytes, int at) {
        int from = random.nextInt(other.length + 1);
        return joined(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
    }

    private static byte[] joined(byte[] bytes, int end, byte[] between, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + between.length);
        out.write(bytes, 0, end);
        out.writeBytes(between);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }
}
