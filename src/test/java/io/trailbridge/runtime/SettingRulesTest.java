package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingRulesTest {
    private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/";
    private static final String CHANNEL = "arn:aws:cloudtrail:eu-west-1:111122223333:channel/c";

    @Test
    void whatFitsTogetherIsTaken() {
        assertDoesNotThrow(() -> check(Map.of()));
    }

    @Test
    void whatIsWrongAndWhatIsMissingIsSaidAtOnce() {
        List<String> problems = problems(Map.of(
                "AZURE_CREDENTIALS_SECRET_NAME",
                "",
                "TRAILBRIDGE_MODE",
                "drain",
                "TRAILBRIDGE_EVENTHUBS_START_POSITION",
                "latest",
                "TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT",
                "2m",
                "TRAILBRIDGE_FLOWLOGS_CONSUMERS",
                "0",
                "FLOW_LOG_QUEUE_URL",
                QUEUE + "trailbridge",
                "SECURITY_HUB_QUEUE_URL",
                QUEUE + "hub",
                "TRAILBRIDGE_SECURITYHUB_LEAVE_OUT",
                "alerts"));

        assertEquals(8, problems.size(), problems::toString);
        for (String part : List.of(
                "visibilityTimeout",
                "flowlogs.consumers",
                "credentialsSecret",
                "startPosition",
                "'alerts' is no kind of event",
                "name one queue",
                "productArn",
                "networkActivity")) {
            assertTrue(problems.stream().anyMatch(problem -> problem.contains(part)), part);
        }
    }

    @Test
    void aWrongValueIsSaidOnceThoughARuleReadsItToo() {
        assertEquals(
                1,
                problems(Map.of("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "soon"))
                        .size());
        assertEquals(1, problems(Map.of("USE_CHECKPOINT_STORE", "maybe")).size());
    }

    @Test
    void anOwnershipThatExpiresBetweenTwoRoundsIsNamedByItsSetting() {
        String problem = problems(Map.of("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "20s"))
                .get(0);

        assertTrue(problem.startsWith("trailbridge.eventhubs.ownershipExpiry (environment"), problem);
        assertTrue(problem.contains("more than twice trailbridge.eventhubs.loadBalancingInterval (10s)"), problem);
    }

    /** A number that the settings take must not be refused by the endpoint that gets it, nor the other way round. */
    @ParameterizedTest
    @CsvSource({
        "TRAILBRIDGE_CLOUDTRAIL_MAX_IN_FLIGHT, cloudtrail-channel:" + CHANNEL + "?maxInFlight=, 100, 100000",
        "TRAILBRIDGE_SECURITYHUB_MAX_IN_FLIGHT,"
                + "security-hub:arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default?maxInFlight=,"
                + "100, 100000",
        "TRAILBRIDGE_CLOUDWATCHLOGS_MAX_IN_FLIGHT, cloudwatch-logs:/trailbridge?maxInFlight=, 10000, 100000",
        "TRAILBRIDGE_SECURITYLAKE_MAX_ROWS, security-lake:x?detectionFinding=s3://bucket/ext/x/&maxRows=, 1, 50000",
        "TRAILBRIDGE_SECURITYLAKE_MAX_BYTES, security-lake:x?detectionFinding=s3://bucket/ext/x/&maxBytes=, 1, 67108864"
    })
    void theRangeOfASettingIsThatOfItsEndpoint(String environment, String uri, int least, int most) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            for (int number : new int[] {least, most}) {
                check(Map.of(environment, String.valueOf(number)));
                init(context, uri + number);
            }
            for (int number : new int[] {least - 1, most + 1}) {
                assertThrows(SettingsException.class, () -> check(Map.of(environment, String.valueOf(number))));
            }
            assertThrows(Exception.class, () -> init(context, uri + (most + 1)));
        }
    }

    private static void init(DefaultCamelContext context, String uri) {
        Endpoint endpoint = context.getEndpoint(uri);
        ServiceHelper.initService(endpoint);
    }

    private static List<String> problems(Map<String, String> environment) {
        return assertThrows(SettingsException.class, () -> check(environment)).problems();
    }

    private static void check(Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "AZURE_CREDENTIALS_SECRET_NAME",
                "hub",
                "DYNAMODB_TABLE_NAME",
                "checkpoints",
                "SQS_QUEUE_URL",
                QUEUE + "trailbridge",
                "CLOUDTRAIL_CHANNEL_ARN",
                CHANNEL));
        all.putAll(environment);
        SettingRules.check(Catalog.load(null, all, new Properties()));
    }
}
