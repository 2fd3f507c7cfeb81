package io.trailbridge.standin.eventhubs;

import java.time.Clock;
import java.util.Map;

/** {@code $cbs}: takes the tokens with which a connection earns the right to attach links. */
final class CbsNode extends RequestNode {

    private static final int BEARER_TOKEN_SECONDS = 3600;

    private final AccessKeys keys;
    private final String bearerToken;
    private final Clock clock;

    /** A bearer token (null: none) is what a Microsoft Entra ID credential would send; it opens everything. */
    CbsNode(EventLoop loop, Faults faults, AccessKeys keys, String bearerToken, Clock clock) {
        super(loop, faults);
        this.keys = keys;
        this.bearerToken = bearerToken;
        this.clock = clock;
    }

    @Override
    Answer answer(Peer peer, Map<String, Object> properties, Object body) {
        if (!"put-token".equals(properties.get("operation"))) {
            return refused(Refusal.invalidArgument("The operation is not supported: " + properties.get("operation")));
        }
        String path = LinkAddress.path(String.valueOf(properties.get("name")));
        try {
            peer.grant(path, expiry(String.valueOf(properties.get("type")), String.valueOf(body), path));
            return new Answer(202, "Accepted", null, null);
        } catch (IllegalArgumentException e) {
            return refused(Refusal.unauthorized(e.getMessage()));
        }
    }

    /** The check that management requests need too: they carry their token with them. */
    void check(String token, String path) {
        if (!token.equals(bearerToken)) {
            keys.checked(token, path);
        }
    }

    private long expiry(String type, String token, String path) {
        if (!type.equals("jwt")) {
            return keys.checked(token, path).expiresAtSecond();
        }
        if (!token.equals(bearerToken)) {
            throw new IllegalArgumentException("InvalidIssuer: Token issuer is invalid.");
        }
        return clock.instant().getEpochSecond() + BEARER_TOKEN_SECONDS;
    }
}
