package io.trailbridge.sinks.securitylake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.transform.ocsf.OcsfMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeSchemaTest {
    /**
     * Tables are made of these schemas. Whoever changes mappings/ocsf-fields.txt finds out here that a table changes,
     * informs those who have one, and writes the new number of columns and digest.
     */
    @ParameterizedTest
    @CsvSource({
        "1.3.0,2002,199,f888676e946cd562",
        "1.3.0,2003,141,623f1cac982eb1b7",
        "1.3.0,2004,448,7554d7e96d022380",
        "1.3.0,4001,146,70b271e5d07b2d7d",
        "1.7.0,2002,358,e67f0d82f1b8d5f6",
        "1.7.0,2003,529,27f3e247ac2d9495",
        "1.7.0,2004,649,9d02a60d96e06f41",
        "1.7.0,4001,164,1257e4b5f2ff8211"
    })
    void aSchemaDoesNotChangeUnnoticed(String version, int classUid, int columns, String digest)
            throws NoSuchAlgorithmException {
        MessageType schema = LakeSchema.of(version, classUid).type();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(schema.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(
                columns + " " + digest,
                schema.getColumns().size() + " "
                        + HexFormat.of().formatHex(hash).substring(0, 16));
    }

    @Test
    void typesAreThoseOfTheParquetFormat() {
        MessageType schema = LakeSchema.of(OcsfMapper.OLDER_VERSION, 2004).type();
        MessageType expected = MessageTypeParser.parseMessageType("""
                message ocsf_2004 {
                  optional int64 time;
                  optional int32 severity_id;
                  optional boolean is_alert;
                  optional binary unmapped (STRING);
                  optional group cloud {
                    optional binary provider (STRING);
                  }
                  optional group finding_info {
                    optional group types (LIST) {
                      repeated group list {
                        optional binary element (STRING);
                      }
                    }
                  }
                }
                """);
        for (String name : new String[] {"time", "severity_id", "unmapped"}) {
            assertEquals(expected.getType(name), schema.getType(name));
        }
        assertEquals(expected.getType("cloud", "provider"), schema.getType("cloud", "provider"));
        assertEquals(expected.getType("finding_info", "types"), schema.getType("finding_info", "types"));
        assertTrue(!schema.containsField("is_alert"), "1.3.0 has no such attribute");
        assertTrue(LakeSchema.of(OcsfMapper.VERSION, 2004).type().containsField("is_alert"));
    }

    @Test
    void aShapeThatHoldsItselfEndsInAText() {
        MessageType schema = LakeSchema.of(OcsfMapper.VERSION, 2004).type();
        String[] process = {"evidences", "list", "element", "process"};
        assertTrue(!schema.getType(way(process, "parent_process")).isPrimitive());
        assertTrue(
                schema.getType(way(process, "parent_process", "parent_process")).isPrimitive());
    }

    private static String[] way(String[] start, String... further) {
        String[] way = Arrays.copyOf(start, start.length + further.length);
        System.arraycopy(further, 0, way, start.length, further.length);
        return way;
    }

    @Test
    void otherClassesAndVersionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LakeSchema.of("1.3.0", 6003));
        assertThrows(IllegalArgumentException.class, () -> LakeSchema.of("1.4.0", 2004));
    }
}
