package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A row of a workspace's table SecurityAlert names its resource by ResourceId, and by TenantId only the workspace. */
class SecurityAlertRowsTest {
    private static final String MACHINE =
            SmallEvents.SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1";

    @Test
    void theResourceOfARowIsThatOfItsFinding() throws IOException {
        JsonNode finding = map("'Type':'SecurityAlert','ResourceId':'" + MACHINE + "'");

        assertEquals(1, finding.get("Resources").size());
        assertEquals(MACHINE, finding.at("/Resources/0/Id").asText());
        assertEquals("vm1", finding.at("/Resources/0/Details/Other/name").asText());
    }

    @Test
    void theWorkspaceOfARowIsNoTenant() throws IOException {
        JsonNode finding = map("'type':'SecurityAlert','TenantId':'99999999-2222-3333-4444-555555555555'");

        assertEquals("sys-1", finding.at("/Resources/0/Id").asText());
        assertFalse(finding.get("ProductFields").has(ProductFields.PREFIX + "tenantId"));
        assertEquals(
                "99999999-2222-3333-4444-555555555555",
                finding.get("ProductFields")
                        .path(ProductFields.PREFIX + "unmapped.tenantId")
                        .asText());
    }

    @Test
    void theTenantOfAnyOtherAlertStaysItsTenant() throws IOException {
        assertEquals(
                "/tenants/99999999-2222-3333-4444-555555555555",
                map("'TenantId':'99999999-2222-3333-4444-555555555555'")
                        .at("/Resources/0/Id")
                        .asText());
    }

    private static JsonNode map(String fields) throws IOException {
        return SmallEvents.map("{'SystemAlertId':'sys-1','AlertType':'T','DisplayName':'D'," + fields + "}");
    }
}
