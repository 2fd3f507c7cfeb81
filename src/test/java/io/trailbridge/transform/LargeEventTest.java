package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events as large as Event Hubs accepts them. */
class LargeEventTest {
    @ParameterizedTest
    @EnumSource(Formats.class)
    void aMegabyteOfTextIsValid(Formats format) throws IOException {
        ObjectNode alert = alert().put("Description", "\uD83D\uDC69 <b>x</b> ".repeat(75_000));
        alert.putObject("ExtendedProperties").put("Script", "y\\\"".repeat(30_000));

        JsonNode document = format.only(alert);

        assertEquals(List.of(), format.faults(document.toString(), true));
        Formats.texts(document).forEach(text -> assertEquals(text, Texts.wellFormed(text)));
    }

    @ParameterizedTest
    @EnumSource(Formats.class)
    void tenThousandEntitiesAreMappedWithTheirAddresses(Formats format) throws IOException {
        ObjectNode alert = alert();
        ArrayNode entities = alert.putArray("Entities");
        for (int i = 0; i < 10_000; i++) {
            entities.addObject()
                    .put("$id", Integer.toString(i))
                    .put("Type", "ip")
                    .put("Address", "2001:db8::" + Integer.toHexString(i));
        }

        JsonNode document = format.only(alert);

        assertTrue(document.toString().contains("2001:db8::1\""), format::name);
        assertEquals(format != Formats.CLOUDTRAIL, document.toString().contains("2001:db8::270f"), format::name);
    }

    private static ObjectNode alert() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("SystemAlertId", "a-1")
                .put("AlertType", "T")
                .put("TimeGenerated", "2026-01-01T00:00:00Z");
    }
}
