package io.trailbridge.sinks.securityhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.aws.ProductArn;
import io.trailbridge.batch.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;

class FindingReaderTest {
    private static final String ARN = "arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default";
    private static final String VALID = Findings.json(ARN, "id-1", 0, "text");

    private final FindingReader reader = new FindingReader(ProductArn.parse(ARN));

    private static String with(String fields) {
        return VALID.substring(0, VALID.length() - 1) + "," + fields + "}";
    }

    private String rejected(String json) {
        RejectedException failure = assertThrows(RejectedException.class, () -> reader.read(json));
        assertEquals(ARN, failure.target());
        return failure.code() + " " + failure.getMessage();
    }

    @Test
    void aFindingIsReadWithItsBytesAndItsTime() {
        Finding finding = reader.read(VALID);
        assertEquals("id-1", finding.id());
        assertEquals(Findings.START, finding.updatedAt());
        assertEquals(VALID.getBytes(StandardCharsets.UTF_8).length, finding.bytes());
        assertEquals("HIGH", finding.model().severity().labelAsString());
        assertEquals(
                Findings.START,
                reader.read(VALID.replace("10:30:00Z", "12:30:00+02:00")).updatedAt());
    }

    @Test
    void everyKindOfFieldIsRead() {
        AwsSecurityFinding model = reader.read(with("""
                "Sample":true,"Confidence":7,"Types":["TTPs"],"ProductFields":{"a":"b"},\
                "Vulnerabilities":[{"Id":"CVE-1","Cvss":[{"BaseScore":9}],"EpssScore":0.5}],\
                "Network":{"SourcePort":443},"Note":null,"ThreatIntelIndicators":[],\
                "Detection":{"Sequence":{"Signals":[{"CreatedAt":1700000000000}]}}""")).model();
        assertTrue(model.sample());
        assertEquals(7, model.confidence());
        assertEquals("b", model.productFields().get("a"));
        assertEquals(9.0, model.vulnerabilities().get(0).cvss().get(0).baseScore());
        assertEquals(443, model.network().sourcePort());
        assertEquals(
                1700000000000L, model.detection().sequence().signals().get(0).createdAt());
    }

    @Test
    void theBytesAreThoseThatAreSent() {
        assertEquals(
                reader.read(with("\"Vulnerabilities\":[{\"Id\":\"x\",\"EpssScore\":1.0}]"))
                        .bytes(),
                reader.read(with("\"Vulnerabilities\" : [{\"Id\":\"x\", \"EpssScore\":1, \"Vendor\":null}]"))
                        .bytes());
        // The SDK writes what is beyond the basic plane in twelve bytes.
        assertEquals(
                reader.read(VALID).bytes() + 2 + 12,
                reader.read(VALID.replace("text", "text\\u00e9\\ud83d\\ude00")).bytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'\"Surprise\":1'; $.Surprise is not a field",
                "'\"Network\":{\"Colour\":\"red\"}'; $.Network.Colour is not a field",
                "'\"Malware\":[{\"Name\":\"m\"},{\"Nam\":\"m\"}]'; $.Malware[1].Nam is not a field",
                "'\"Confidence\":\"7\"'; '$.Confidence must be of type integer, but is string'",
                "'\"Confidence\":7.5'; $.Confidence must be of type integer",
                "'\"Confidence\":3000000000'; $.Confidence must be of type integer",
                "'\"Network\":{\"SourcePort\":[]}'; '$.Network.SourcePort must be of type integer, but is array'",
                "'\"Sample\":1'; $.Sample must be of type boolean",
                "'\"Network\":\"x\"'; $.Network must be of type object",
                "'\"Types\":\"TTPs\"'; $.Types must be of type list",
                "'\"Types\":[null]'; $.Types[0] must be of type string",
                "'\"ProductFields\":{\"a\":1}'; $.ProductFields.a must be of type string",
                "'\"Vulnerabilities\":[{\"EpssScore\":1e999}]'; $.Vulnerabilities[0].EpssScore must be of type double",
                "'\"Title\":\"again\"'; the text is not JSON"
            })
    void whatTheModelCanNotHoldIsRejectedWithItsPath(String field, String reason) {
        String message = rejected(with(field));
        assertTrue(message.startsWith("InvalidFinding ") && message.contains(reason), message);
    }

    @Test
    void whatTheServiceWouldDenyItsNeighboursForIsRejected() {
        assertTrue(rejected(VALID.replace(":product/123", ":product/999")).contains("$.ProductArn is not the product"));
        assertTrue(rejected(VALID.replace("\"AwsAccountId\":\"123", "\"AwsAccountId\":\"999"))
                .contains("$.AwsAccountId is not the product's account"));
        assertTrue(rejected(VALID.replace("\"Id\":\"id-1\",", "")).contains("$.Id is missing"));
        assertTrue(rejected(VALID.replace("\"UpdatedAt\"", "\"ProcessedAt\"")).contains("$.UpdatedAt is missing"));
        assertTrue(rejected(VALID.replace("2024-01-15T", "yesterday ")).contains("$.UpdatedAt must be a time"));
    }

    @Test
    void whatIsNoObjectIsRejectedWithoutItsText() {
        assertTrue(rejected("[]").contains("$ must be an object"));
        assertTrue(rejected("").contains("$ must be an object"));
        String message = rejected("{\"secret");
        assertTrue(message.contains("not JSON (line 1, column") && !message.contains("secret"), message);
    }

    @Test
    void aFindingPastTheServicesSizeIsRejectedWithItsSize() {
        int room = FindingReader.MAX_BYTES - VALID.length() + "text".length();
        assertEquals(
                FindingReader.MAX_BYTES,
                reader.read(VALID.replace("text", "x".repeat(room))).bytes());
        String emoji = "\ud83d\ude00".repeat(room / 4) + "x".repeat(room % 4);
        assertTrue(reader.read(VALID.replace("text", emoji)).bytes() > 2 * FindingReader.MAX_BYTES);
        assertTrue(rejected(VALID.replace("text", emoji + "x")).contains("240001 bytes"));
        String message = rejected(VALID.replace("text", "x".repeat(room + 1)));
        assertTrue(message.startsWith("FindingTooLarge ") && message.contains("240001 bytes"), message);
    }

    @Test
    void everyTypeOfTheModelIsKnown() {
        Set<MarshallingType<?>> types = new HashSet<>();
        collect((SdkPojo) AwsSecurityFinding.builder(), types, new HashSet<>());
        assertEquals(ModelReader.TYPES, types);
    }

    private static void collect(SdkPojo pojo, Set<MarshallingType<?>> types, Set<Class<?>> seen) {
        if (seen.add(pojo.getClass())) {
            pojo.sdkFields().forEach(field -> collect(field, types, seen));
        }
    }

    private static void collect(SdkField<?> field, Set<MarshallingType<?>> types, Set<Class<?>> seen) {
        types.add(field.marshallingType());
        if (field.containsTrait(ListTrait.class)) {
            collect(field.getTrait(ListTrait.class).memberFieldInfo(), types, seen);
        } else if (field.containsTrait(MapTrait.class)) {
            collect(field.getTrait(MapTrait.class).valueFieldInfo(), types, seen);
        } else if (field.marshallingType() == MarshallingType.SDK_POJO) {
            collect(field.constructor().get(), types, seen);
        }
    }
}
