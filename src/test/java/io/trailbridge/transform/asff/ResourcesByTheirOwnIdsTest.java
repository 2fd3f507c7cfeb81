package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.SUBSCRIPTION;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.assessment;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A resource has the id of its own cloud; without any the finding is about what is left. */
class ResourcesByTheirOwnIdsTest {
    @Test
    void whatNamesNoResourceIsAboutItsSubscriptionOrTenantOrItself() {
        ObjectNode subscribed = alert();
        subscribed
                .putObject("ExtendedProperties")
                .put("effectivesubscriptionid", "20DC354A-BA60-44FB-88F8-283B7EFD4FCF");
        ObjectNode tenant = alert();
        tenant.putArray("ResourceIdentifiers")
                .addObject()
                .put("Type", "AAD")
                .put("AadTenantId", "fc73dccb-2470-4842-8a87-fdb98ab0a5b6");

        assertEquals(SUBSCRIPTION, map(subscribed).at("/Resources/0/Id").asText());
        assertEquals(
                "/tenants/fc73dccb-2470-4842-8a87-fdb98ab0a5b6",
                map(tenant).at("/Resources/0/Id").asText());
        assertEquals("id-1", map(alert()).at("/Resources/0/Id").asText());
        assertEquals("Other", map(alert()).at("/Resources/0/Type").asText());
    }

    @Test
    void resourcesOfOtherCloudsStandUnderTheirOwnIds() {
        ObjectNode aws = assessment("Unhealthy");
        ((ObjectNode) aws.at("/properties"))
                .putObject("resourceDetails")
                .put("source", "Aws")
                .put("id", SUBSCRIPTION + "/x")
                .put("nativeResourceId", "arn:aws:ec2:us-east-1:1:instance/i-1");
        ObjectNode gcp = assessment("Unhealthy");
        ((ObjectNode) gcp.at("/properties"))
                .putObject("resourceDetails")
                .put("source", "Gcp")
                .put("id", SUBSCRIPTION + "/x")
                .put("nativeResourceId", "//compute.googleapis.com/projects/p/x");

        JsonNode instance = map(aws).at("/Resources/0");
        JsonNode machine = map(gcp).at("/Resources/0");

        assertEquals("AwsEc2Instance", instance.get("Type").asText());
        assertEquals("arn:aws:ec2:us-east-1:1:instance/i-1", instance.get("Id").asText());
        assertEquals("us-east-1", instance.get("Region").asText());
        assertEquals("aws", instance.get("Partition").asText());
        assertEquals(
                SUBSCRIPTION + "/x",
                instance.at("/Details/Other/azureResourceId").asText());
        assertEquals("Other", machine.get("Type").asText());
        assertFalse(machine.has("Region") || machine.has("Partition"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::b, eu-west-1, aws, eu-west-1",
        "arn:aws:s3:::b, global, aws, ''",
        "arn:aws-us-gov:ec2:us-gov-west-1:1:instance/i-1, , aws-us-gov, us-gov-west-1",
        "arn:aws:iam::1:role/r, , aws, ''",
        "arn:aws-odd:ec2:westeurope:1:instance/i-1, westeurope, '', ''"
    })
    void partitionAndRegionAreThoseOfAwsOrAbsent(String arn, String region, String partition, String expected) {
        ObjectNode event = assessment("Unhealthy");
        ((ObjectNode) event.at("/properties"))
                .putObject("resourceDetails")
                .put("source", "Aws")
                .put("id", SUBSCRIPTION + "/x")
                .put("nativeResourceId", arn)
                .put("region", region);

        JsonNode resource = map(event).at("/Resources/0");

        assertEquals(arn, resource.get("Id").asText());
        assertEquals(partition, resource.path("Partition").asText());
        assertEquals(expected, resource.path("Region").asText());
    }
}
