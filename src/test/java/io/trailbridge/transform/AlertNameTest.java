package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of an alert is its title where it has no other, and its type where it has none. */
class AlertNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A row in either order, with and without a placeholder value; an alert with but a name; one in
                // properties.
                "'AlertName':'A tool','AlertType':'T','SystemAlertId':'a' | A tool | T",
                "'AlertType':'T','AlertName':'A tool','SystemAlertId':'a','Type':'SecurityAlert' | A tool | T",
                "'DisplayName':'','AlertName':'A tool','AlertType':'T','SystemAlertId':'a' | A tool | T",
                "'AlertName':'A tool','DisplayName':'None','AlertType':'T','SystemAlertId':'a' | A tool | T",
                "'AlertName':'A tool','DisplayName':'Shown','AlertType':'T','SystemAlertId':'a' | Shown | T",
                "'ALERTNAME':'A tool','AlertDisplayName':'Shown','AlertType':'T','SystemAlertId':'a' | Shown | T",
                "'AlertName':'A tool','SystemAlertId':'a' | A tool | A tool",
                "'AlertName':'A tool','VendorName':'Microsoft' | A tool | A tool",
                "'type':'Microsoft.Security/alerts','properties':{'alertName':'A tool','alertType':'T'} | A tool | T",
                "'type':'Microsoft.Security/alerts','properties':{'alertName':'A tool','state':'Active'} | A tool | A tool"
            })
    void everyFormatHasTheSameTitleAndType(String fields, String title, String type) {
        InEachFormat mapped = InEachFormat.of("{'id':'/x/alerts/a'," + fields + "}");

        assertEquals(title, mapped.ocsf().at("/finding_info/title").textValue());
        assertEquals(type, mapped.ocsf().at("/metadata/event_code").textValue());
        assertEquals(title, mapped.olderOcsf().at("/finding_info/title").textValue());
        assertEquals(title, mapped.asff().get("Title").textValue());
        assertEquals(
                "microsoft-defender-for-cloud/" + type,
                mapped.asff().get("GeneratorId").textValue());
        assertEquals(title, mapped.cloudTrail().at("/additionalEventData/title").textValue());
        assertEquals(type, mapped.cloudTrail().get("eventName").textValue());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aNameThatIsNeitherTitleNorTypeIsKept(boolean shown) {
        InEachFormat mapped = InEachFormat.of("{'AlertName':'A tool','AlertType':'T','SystemAlertId':'a'"
                + (shown ? ",'AlertDisplayName':'Shown'}" : "}"));

        assertEquals(shown, mapped.ocsf().at("/unmapped").toString().contains("A tool"));
        assertEquals(
                shown,
                mapped.cloudTrail()
                        .at("/additionalEventData/unmapped")
                        .toString()
                        .contains("A tool"));
        assertEquals(shown, mapped.asff().get("ProductFields").toString().contains("A tool"));
        assertFalse(mapped.cloudTrail().toString().contains("AlertName"));
    }
}
