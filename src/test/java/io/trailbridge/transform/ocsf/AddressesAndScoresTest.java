package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are in the form of an attribute only in part, or not at all. */
class AddressesAndScoresTest {
    private static JsonNode evidence(String entity) {
        String event = "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z',"
                + "'Entities':[" + entity + "]}";
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        return PostureSamples.finding(OcsfMapper.VERSION, event).at("/evidences/0");
    }

    private static JsonNode address(String address) {
        return evidence("{'Type':'ip','Address':'" + address + "'}");
    }

    private static JsonNode location(String fields) {
        return evidence("{'Type':'ip','Address':'192.0.2.4','Location':{" + fields + "}}")
                .at("/src_endpoint/location");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.4:443, 10.0.0.4, 443", "[2001:db8::1]:443, 2001:db8::1, 443", "[2001:db8::1], 2001:db8::1, ",
        "2001:db8::1, 2001:db8::1, ", "10.0.0.4, 10.0.0.4, ", "10.0.0.4:99999, 10.0.0.4, "
    })
    void anAddressIsReadWithItsPort(String address, String ip, Integer port) {
        JsonNode evidence = address(address);

        assertEquals(ip, evidence.at("/src_endpoint/ip").textValue());
        assertEquals(
                port == null ? "" : port.toString(),
                evidence.at("/src_endpoint/port").asText());
        assertEquals(address, evidence.at("/data/address").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.4:",
                "10.0.0.4:http",
                "10.0.0.4:443:1",
                "[10.0.0.4]:443",
                "[2001:db8::1",
                "[2001:db8::1]443",
                "[]:1",
                ":1",
                "10.0.0.0/8",
                "web-1:443",
                "[",
                "10.0.0.4:123456"
            })
    void whatIsNoAddressAndPortIsNone(String address) {
        assertFalse(address(address).has("src_endpoint"));
    }

    @Test
    void thePortThatAConnectionNamesGoesBeforeThatOfTheAddress() {
        JsonNode evidence = evidence("{'Type':'network-connection','SourceAddress':'192.0.2.4:50000','SourcePort':1234,"
                + "'DestinationAddress':{'Type':'ip','Address':'192.0.2.5:443'}}");

        assertEquals(1234, evidence.at("/src_endpoint/port").intValue());
        assertEquals(443, evidence.at("/dst_endpoint/port").intValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'CountryCode':'nl','CountryName':'Netherlands','City':'Delft' | NL | | ",
                "'CountryName':'Netherlands','City':'Delft' | | | Netherlands",
                "'CountryCode':'Netherlands','City':'Delft' | | | Netherlands",
                "'CountryCode':'XX','City':'Delft' | | | XX",
                "'CountryCode':'US','State':'VA' | US | VA | ",
                "'CountryCode':'CH','State':'CH-VD' | CH | CH-VD | ",
                "'CountryName':'United States','State':'virginia','City':'Boydton' | | | virginia, United States"
            })
    void aCountryAndARegionAreCodesAndNamesStandInTheDescription(
            String fields, String country, String region, String desc) {
        JsonNode location = location(fields);

        assertEquals(country, location.path("country").textValue());
        assertEquals(region, location.path("region").textValue());
        assertEquals(desc, location.path("desc").textValue());
    }

    @Test
    void aPlaceThatHasANameButNoCodeAndNoCityIsNoLocation() {
        assertTrue(location("'CountryName':'Netherlands'").isMissingNode());
    }

    @ParameterizedTest
    @CsvSource({"9.8, true", "0, true", "10, true", "10.1, false", "-1, false", "98, false"})
    void aBaseScoreIsOneFromZeroToTen(String base, boolean taken) {
        String event = "{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/"
                + "assessments/a/subAssessments/s','type':'Microsoft.Security/assessments/subAssessments','properties':"
                + "{'additionalData':{'cve':['CVE-2099-0001'],'cvss':{'3.0':{'base':" + base + "}}}}}";
        JsonNode finding = PostureSamples.finding(OcsfMapper.VERSION, event);

        assertEquals(taken, finding.at("/vulnerabilities/0/cve").has("cvss"));
        assertEquals(
                base,
                finding.at("/unmapped/properties/additionalData/cvss/3.0/base").asText());
    }
}
