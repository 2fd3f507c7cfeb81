package io.trailbridge.transform.json;

import io.trailbridge.encoding.NameBasedUuid;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Computes name-based ids (UUID version 5, RFC 9562 5.5) in Trailbridge's own namespace: the same parts give the same
 * id. Each part is prefixed with its length in the name, so that different parts never give the same name, whatever
 * they contain.
 */
public final class DeterministicId {
    private static final UUID NAMESPACE = UUID.fromString("6f1c9a57-3c0e-4f43-9d5a-2b7e84d10c66");

    /** Initial capacity, enough for most names. */
    private static final int ROOM = 256;

    private DeterministicId() {}

    /** @param kind what the id identifies: ids of two kinds differ even if their parts are the same */
    public static UUID of(String kind, List<String> parts) {
        StringBuilder name = new StringBuilder(ROOM).append(kind);
        for (String part : parts) {
            name.append('\n').append(part.length()).append(':').append(part);
        }
        return NameBasedUuid.of(NAMESPACE, name.toString());
    }

    /** Returns the id regardless of the letter case of the parts. Lone surrogates in the parts are replaced. */
    public static UUID ofAnyCase(String kind, List<String> parts) {
        // A loop, not a stream, since each event needs an id.
        List<String> folded = new ArrayList<>(parts.size());
        for (String part : parts) {
            folded.add(Texts.wellFormed(Texts.lowerCase(part)));
        }
        return of(kind, folded);
    }
}
