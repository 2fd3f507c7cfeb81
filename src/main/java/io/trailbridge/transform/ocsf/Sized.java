package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;

/** Objects with room for as many fields as they are going to have, so that they need not grow. */
final class Sized {
    private Sized() {}

    static ObjectNode objectNode(int fields) {
        return new ObjectNode(JsonNodeFactory.instance, new LinkedHashMap<>(fields * 4 / 3 + 1));
    }
}
