package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.text.IpAddress;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-03-02T07:21:30Z, 2026-03-02T07:21:30Z",
        "2026-03-02T07:21:30.1Z, 2026-03-02T07:21:30.100Z",
        "2026-03-02T07:21:30.12Z, 2026-03-02T07:21:30.120Z",
        "2026-03-02T07:21:30.123Z, 2026-03-02T07:21:30.123Z",
        "2026-03-02T07:21:30.1234Z, 2026-03-02T07:21:30.123400Z",
        "2026-03-02T07:21:30.12345Z, 2026-03-02T07:21:30.123450Z",
        "2026-03-02T07:21:30.123456Z, 2026-03-02T07:21:30.123456Z",
        "2026-03-02T07:21:30.1234567Z, 2026-03-02T07:21:30.123456700Z",
        "2026-03-02T07:21:30.12345678901Z, 2026-03-02T07:21:30.123456789Z",
        "2026-03-02T07:21:30.Z, 2026-03-02T07:21:30Z",
        "2026-03-02T07:21:30, 2026-03-02T07:21:30Z",
        "2026-03-02 07:21:30Z, 2026-03-02T07:21:30Z",
        "2026-03-02t07:21z, 2026-03-02T07:21:00Z",
        "2026-03-02T07:21:30+02:00, 2026-03-02T05:21:30Z",
        "2026-03-02T07:21:30-0530, 2026-03-02T12:51:30Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2026-03-31T07:21:30.1234567Z, 2026-03-31T07:21:30.123456700Z",
        "1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00Z"
    })
    void aTimeIsReadWithAnyFractionAndZone(String text, String time) {
        assertEquals(time, TimeText.parse(text).toString());
        assertEquals(time.substring(0, 19) + 'Z', TimeText.utcSeconds(text));
        assertEquals(
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.parse(time)),
                TimeText.utcMillis(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-02",
                "2026-13-02T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-03-02T25:00:00Z",
                "2026-03-02T07:21:30Zulu",
                "2026-03-02T07:21:30+99:00",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.9999999Z",
                "2026-02-30T00:00:00.000Z",
                "2026-03-00T00:00:00.000Z",
                "2026-03-02T24:00:00.000Z",
                "2026-03-02T07:60:30.000Z",
                "2026-03-02T07:21:60.000Z",
                "1969-12-31T23:59:59.000Z",
                "2026-03-02T07:21:30.12x4Z",
                "20260302T072130Z",
                "1772436090",
                "2026-03-02T07:21:",
                "\u0662\u0660\u0662\u0666-03-02T07:21:30Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertNull(TimeText.parse(text));
        assertNull(TimeText.utcSeconds(text));
        assertNull(TimeText.utcMillis(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | plain",
                "a<br>b<br/>c<BR />d | a\\nb\\nc\\nd",
                "<p>one</p><p>two</p> | one\\ntwo",
                "<ul><li>a</li><li>b</li></ul> | a\\nb",
                "<b>bold</b> and <i>it</i> | bold and it",
                "a < b and c > d | a < b and c > d",
                "List<String> and <placeholder> | List<String> and <placeholder>",
                "D:\\log\\<b>x</b> | D:\\log\\x",
                "&lt;b&gt; &amp;amp; &#65;&#x42; &nope; & | <b> &amp; AB &nope; &",
                "&#xD800; &#0; &#1114112; &#x; | &#xD800; &#0; &#1114112; &#x;",
                "<a href='https://x.example/?a=1&amp;b=2'>here</a> | here (https://x.example/?a=1&b=2)",
                "<a href=https://x.example>https://x.example</a> | https://x.example",
                "<a>no address</a> | no address",
                "unfinished <b | unfinished <b",
                "<> </> < | <> </> <"
            })
    void htmlBecomesPlainText(String html, String plain) {
        assertEquals(plain.replace("\\n", "\n"), PlainText.of(html));
    }

    @Test
    void textWithoutHtmlIsNotCopied() {
        String text = "C:\\Users\\\"quoted\"\nline";

        assertSame(text, PlainText.of(text));
    }

    @Test
    void aMegabyteOfBracketsTakesNoTime() {
        String brackets = "<a&".repeat(350_000);

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals(brackets, PlainText.of(brackets)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "2001:db8::1",
                "2001:DB8:0:0:1:2:3:4",
                "::ffff:192.0.2.1",
                "64:ff9b::198.51.100.7",
                "1:2:3:4:5:6:7::",
                "fe80::1"
            })
    void anAddressIsValid(String address) {
        assertTrue(IpAddress.isValid(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.01",
                "192.0.2.1:443",
                "192.0.2.1/24",
                "1.2.3.4.5",
                "a.b.c.d",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1::",
                ":1:2:3:4:5:6:7",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8::",
                "192.0.2.1::1",
                "::192.0.2",
                "\u0661.2.3.4",
                "[::1]",
                "host",
                ":::"
            })
    void whatIsNoAddressIsRefused(String address) {
        assertFalse(IpAddress.isValid(address));
    }

    @Test
    void aSubscriptionIsAGuidOrNothing() {
        String guid = "0a1b2c3d-0000-4000-8000-ABCDEF012345";

        assertEquals(guid.toLowerCase(), AzureIds.subscription("/SUBSCRIPTIONS/" + guid + "/resourceGroups/x"));
        assertEquals(guid.toLowerCase(), AzureIds.subscription("\u0130/subscriptions/{x}/subscriptions/" + guid));
        assertEquals(guid.toLowerCase(), AzureIds.subscription(guid));
        assertNull(AzureIds.subscription("/subscriptions/{SubscriptionId}/resourceGroups/x"));
        assertNull(AzureIds.subscription("/subscriptions/1111111-1111-1111-111-11111111/x"));
        assertNull(AzureIds.subscription("/subscriptions/00000000-0000-0000-0000-000000000000"));
        assertNull(AzureIds.subscription(""));
    }

    @Test
    void aTypeIsTheProviderAndEveryOtherSegmentAfterIt() {
        String group = "/subscriptions/0a1b2c3d-0000-4000-8000-abcdef012345/resourceGroups/x";

        assertEquals("Microsoft.Sql/servers", AzureIds.type(group + "/providers/Microsoft.Sql/servers/s"));
        assertEquals(
                "Microsoft.Sql/servers/databases",
                AzureIds.type(group + "/PROVIDERS/Microsoft.Sql/servers/s/databases/d"));
        assertEquals(
                "microsoft.insights/rules",
                AzureIds.type(group + "/providers/Microsoft.Sql/servers/s/providers/microsoft.insights/rules/r"));
        assertEquals("Microsoft.Resources/resourceGroups", AzureIds.type(group));
        assertEquals("Microsoft.Resources/subscriptions", AzureIds.type("/subscriptions/0a1b2c3d"));
        assertNull(AzureIds.type(group + "/providers/Microsoft.Sql"));
        assertNull(AzureIds.type(group + "/providers/Microsoft.Sql/servers"));
        assertNull(AzureIds.type(group + "/providers/Microsoft.Sql/servers/s/"));
        assertNull(AzureIds.type("arn:aws:s3:::bucket"));
    }

    @Test
    void aGroupThatIsCalledAsATypeIsIsNotTakenForIt() {
        String group = "/subscriptions/0a1b2c3d-0000-4000-8000-abcdef012345/resourceGroups/alerts/providers/";

        assertEquals("a1", AzureIds.segmentAfter(group + "Microsoft.Security/locations/x/alerts/a1/e", "alerts"));
        assertEquals("a1", AzureIds.segmentAfter(group + "Microsoft.Security/locations/Alerts/ALERTS/a1", "alerts"));
        assertEquals("a1", AzureIds.segmentAfter(group + "Microsoft.Security/alerts/a1", "alerts"));
        assertEquals("alerts", AzureIds.segmentAfter(group + "Microsoft.Security/alerts/a1", "resourceGroups"));
        assertEquals("dismiss", AzureIds.segmentAfter("Microsoft.Security/locations/alerts/dismiss/action", "alerts"));
        assertNull(AzureIds.segmentAfter(group + "Microsoft.Compute/virtualMachines/vm", "alerts"));
        assertNull(AzureIds.segmentAfter(group + "Microsoft.Security/alerts/", "alerts"));
    }

    @Test
    void aTextIsCutBetweenCodePoints() {
        String text = "ab\uD83D\uDE00cd";

        assertEquals("ab", Texts.cut(text, 3));
        assertEquals("ab\uD83D\uDE00", Texts.cut(text, 4));
        assertEquals("", Texts.cut("\uD83D\uDE00", 1));
        assertEquals("", Texts.cut(text, 0));
    }
}
