package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resources that a posture event names: the same in all formats, none invented or mixed with another. */
class AssessedResourcesTest {
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String GROUP = SUBSCRIPTION + "/resourceGroups/g";
    private static final String CLUSTER = GROUP + "/providers/Microsoft.ContainerService/managedClusters/aks-1";
    private static final String CONNECTOR =
            GROUP + "/providers/Microsoft.Security/securityConnectors/c/" + "securityEntityData/e";
    private static final String IMAGE = "registry.example.com/team/app@sha256:" + "ab".repeat(32);
    private static final String[] KINDS = {
        "assessments/a",
        "assessments/a/subAssessments/s",
        "secureScores/s",
        "secureScores/s/secureScoreControls/c",
        "regulatoryComplianceStandards/r"
    };

    @ParameterizedTest
    @CsvSource({
        "SUB, Microsoft.Resources/subscriptions",
        "SUB/resourceGroups/g, Microsoft.Resources/resourceGroups",
        "SUB/RESOURCEGROUPS/g, Microsoft.Resources/resourceGroups",
        "SUB/identities/i,",
        "SUB/tagNames/t,",
        "SUB/resourceGroups/g/deployments/d,",
        "SUB/resourceGroups,",
        "/providers/Microsoft.Management/managementGroups/m, Microsoft.Management/managementGroups",
        "/tenants/20dc354a-ba60-44fb-88f8-283b7efd4fcf,",
        "/managementGroups/m,",
        "SUB/providers/Microsoft.Sql/servers/s/databases/d, Microsoft.Sql/servers/databases"
    })
    void noTypeIsMadeUp(String path, String type) {
        String id = path.replace("SUB", SUBSCRIPTION);
        InEachFormat detailed = assessed("assessments/a", "{'source':'Azure','id':'" + id + "'}");
        InEachFormat held = InEachFormat.of("{'id':'" + id + "/providers/Microsoft.Security/assessments/a'}");

        assertEquals(type, AzureIds.type(id));
        for (InEachFormat mapped : new InEachFormat[] {detailed, held}) {
            assertEquals(id, mapped.ocsf().at("/resources/0/uid").textValue());
            assertEquals(type, mapped.ocsf().at("/resources/0/type").textValue());
            assertEquals(id, mapped.asff().at("/Resources/0/Id").textValue());
            assertEquals(
                    id,
                    mapped.cloudTrail()
                            .at("/additionalEventData/resources/0/id")
                            .textValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'resourceName':'aks-1','resourceType':'managedClusters','resourceProvider':'Microsoft.ContainerService'",
                "'ResourceName':'AKS-1','ResourceType':'Microsoft.ContainerService/managedClusters'",
                "'resourceType':'managedClusters'",
                "'resourceName':'aks-1'"
            })
    void whatIsSaidOfAClusterIsNotSaidOfAnImageInIt(String facts) {
        for (String kind : KINDS) {
            InEachFormat mapped = assessed(
                    kind, "{'source':'Azure','id':'" + IMAGE + "','nativeResourceId':'" + CLUSTER + "'," + facts + "}");
            JsonNode image = mapped.ocsf().at("/resources/0");
            JsonNode cluster = mapped.ocsf().at("/resources/1");

            assertEquals(IMAGE, image.get("uid").textValue());
            assertFalse(image.has("type") || image.has("name") || image.has("cloud_partition"), image::toString);
            assertEquals(CLUSTER, cluster.get("uid").textValue());
            assertEquals("aks-1", cluster.get("name").textValue());
            assertEquals(
                    "Microsoft.ContainerService/managedClusters",
                    cluster.get("type").textValue());
            assertEquals("Related", cluster.get("role").textValue());
            assertEquals(IMAGE, mapped.asff().at("/Resources/0/Id").textValue());
            assertFalse(
                    mapped.asff().at("/Resources/0").toString().toLowerCase().contains("aks-1\""));
            assertFalse(mapped.asff().at("/Resources/0").toString().contains("managedClusters\""));
            assertEquals(CLUSTER, mapped.asff().at("/Resources/1/Id").textValue());
            assertTrue(mapped.asff()
                    .at("/Resources/1/Details/Other/name")
                    .textValue()
                    .equalsIgnoreCase("aks-1"));
            assertEquals(
                    IMAGE,
                    mapped.cloudTrail()
                            .at("/additionalEventData/resources/0/id")
                            .textValue());
            assertFalse(
                    mapped.cloudTrail().at("/additionalEventData/resources/0").has("resourceName"));
            assertEquals(
                    CLUSTER,
                    mapped.cloudTrail()
                            .at("/additionalEventData/resources/1/id")
                            .textValue());
        }
    }

    @Test
    void whatIsSaidOfTheImageItselfStaysItsOwn() {
        InEachFormat mapped = assessed(
                "assessments/a",
                "{'source':'Azure','id':'" + IMAGE + "','nativeResourceId':'" + CLUSTER
                        + "','resourceName':'team/app','resourceType':'image'}");

        assertEquals("team/app", mapped.ocsf().at("/resources/0/name").textValue());
        assertEquals("image", mapped.ocsf().at("/resources/0/type").textValue());
        assertEquals(
                "team/app", mapped.asff().at("/Resources/0/Details/Other/name").textValue());
        assertEquals("aks-1", mapped.ocsf().at("/resources/1/name").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GitHub",
                "GitLab",
                "AzureDevOps",
                "Azure DevOps",
                "DockerHub",
                "JFrog",
                "OnPremise",
                "OnPremiseSql",
                "Other",
                "AWS",
                "GCP"
            })
    void aResourceOfAnotherSourceStandsUnderItsOwnId(String source) {
        for (String kind : KINDS) {
            InEachFormat mapped = assessed(
                    kind,
                    "{'source':'" + source + "','id':'" + CONNECTOR
                            + "','nativeResourceId':'its-own/id-1','resourceName':'shop','resourceType':'repository',"
                            + "'hierarchyId':'org-7'}");

            assertEquals("its-own/id-1", mapped.ocsf().at("/resources/0/uid").textValue(), kind);
            assertEquals(CONNECTOR, mapped.ocsf().at("/resources/0/uid_alt").textValue());
            assertEquals("shop", mapped.ocsf().at("/resources/0/name").textValue());
            assertEquals("repository", mapped.ocsf().at("/resources/0/type").textValue());
            assertEquals(
                    "org-7", mapped.ocsf().at("/resources/0/owner/account/uid").textValue());
            assertFalse(mapped.ocsf().at("/resources/0").has("cloud_partition"));
            assertEquals("its-own/id-1", mapped.asff().at("/Resources/0/Id").textValue());
            assertEquals(
                    CONNECTOR,
                    mapped.asff()
                            .at("/Resources/0/Details/Other/azureResourceId")
                            .textValue());
            assertEquals(
                    "its-own/id-1",
                    mapped.cloudTrail()
                            .at("/additionalEventData/resources/0/nativeResourceId")
                            .textValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"vmuuid, UUID-1", "sourceComputerId, computer-1"})
    void aMachineOnPremisesIsTheSameInAllFormats(String name, String id) {
        for (String kind : KINDS) {
            InEachFormat mapped =
                    assessed(kind, "{'source':'OnPremise','machineName':'edge-7','" + name + "':'" + id + "'}");

            assertEquals(id, mapped.ocsf().at("/resources/0/uid").textValue());
            assertEquals("edge-7", mapped.ocsf().at("/resources/0/name").textValue());
            assertEquals(id, mapped.asff().at("/Resources/0/Id").textValue());
            assertEquals(
                    id,
                    mapped.cloudTrail()
                            .at("/additionalEventData/resources/0/id")
                            .textValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Aws, arn:aws:ec2:eu-west-1:210987654321:instance/i-1, , 210987654321, 10",
        "Aws, arn:aws:s3:::bucket, accountId, id-1, 10",
        "Aws, arn:aws:s3:::bucket, hierarchyId, id-1, 10",
        ", arn:aws:ec2:eu-west-1:210987654321:instance/i-1, , 210987654321, 10",
        "Gcp, //compute.googleapis.com/projects/p-1/zones/z/instances/i, , p-1, 11",
        "Gcp, //storage.googleapis.com/b, hierarchyId, id-1, 11",
        "Gcp, //storage.googleapis.com/b, projectId, id-1, 11",
        "GCP, //compute.googleapis.com/projects/p-1/zones/z, HierarchyId, id-1, 11"
    })
    void theOwnerIsNamedInSeveralWays(String source, String nativeId, String field, String owner, int type) {
        InEachFormat mapped = assessed(
                "assessments/a",
                "{" + (source == null ? "" : "'source':'" + source + "',")
                        + (field == null ? "" : "'" + field + "':'id-1',") + "'id':'" + CONNECTOR
                        + "','nativeResourceId':'"
                        + nativeId + "'}");

        assertEquals(nativeId, mapped.ocsf().at("/resources/0/uid").textValue());
        assertEquals(owner, mapped.ocsf().at("/resources/0/owner/account/uid").textValue());
        assertEquals(
                type, mapped.ocsf().at("/resources/0/owner/account/type_id").intValue());
        assertEquals(nativeId, mapped.asff().at("/Resources/0/Id").textValue());
    }

    @Test
    void thePathOfAnImageIsNotCalledAnIdOfAzure() {
        String path = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:" + "cd".repeat(32);
        InEachFormat named = assessed(
                "assessments/a/subAssessments/s",
                "{'source':'Aws','id':'" + path
                        + "','nativeCloudUniqueIdentifier':'arn:aws:ecr:eu-west-1:210987654321:image/team/app'}");
        InEachFormat alone = assessed("assessments/a/subAssessments/s", "{'source':'Aws','id':'" + path + "'}");

        assertEquals(path, named.ocsf().at("/resources/0/uid_alt").textValue());
        assertFalse(named.asff().at("/Resources/0/Details/Other").has("azureResourceId"));
        assertEquals(path, named.asff().at("/Resources/0/Details/Other/otherId").textValue());
        assertEquals(path, alone.ocsf().at("/resources/0/uid").textValue());
        assertEquals(
                "210987654321",
                alone.ocsf().at("/resources/0/owner/account/uid").textValue());
        assertEquals(path, alone.asff().at("/Resources/0/Id").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The id of a resource of Azure is Azure's id, whatever other ids there are.
                "{'source':'Azure','id':'CLUSTER','nativeResourceId':'vm-guid'} | CLUSTER",
                "{'id':'CLUSTER','nativeResourceId':'vm-guid'} | CLUSTER",
                "{'source':'Azure','nativeResourceId':'CLUSTER'} | CLUSTER",
                "`CLUSTER` | CLUSTER",
                "{'source':'GitHub','id':'CLUSTER'} | CLUSTER",
                "{'id':'CONNECTOR','nativeResourceId':'org/repo'} | org/repo"
            })
    void theFormatsAgreeOnTheId(String details, String id) {
        String expected = id.replace("CLUSTER", CLUSTER);
        InEachFormat mapped = assessed(
                "assessments/a",
                details.replace('`', '\'').replace("CLUSTER", CLUSTER).replace("CONNECTOR", CONNECTOR));

        assertEquals(expected, mapped.ocsf().at("/resources/0/uid").textValue());
        assertEquals(expected, mapped.olderOcsf().at("/resources/0/uid").textValue());
        assertEquals(expected, mapped.asff().at("/Resources/0/Id").textValue());
    }

    private static InEachFormat assessed(String kind, String details) {
        return InEachFormat.of("{'id':'" + GROUP + "/providers/Microsoft.Security/" + kind
                + "','properties':{'displayName':'d','resourceDetails':" + details + "}}");
    }
}
