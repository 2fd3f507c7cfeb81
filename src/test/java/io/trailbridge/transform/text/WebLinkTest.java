package io.trailbridge.transform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebLinkTest {
    @ParameterizedTest
    @CsvSource({
        "https://a.example/b?c#d, https://a.example/b?c#d",
        "HTTP://a.example, http://a.example",
        "a.example/b, https://a.example/b",
        "a.example/#x?r=https://b.example/, https://a.example/#x?r=https://b.example/",
        "portal.azure.com:443/a, https://portal.azure.com:443/a",
        "https://user@a.example/x, https://user@a.example/x",
        "https://[2001:db8::1]:8443/, https://[2001:db8::1]:8443/",
        "<a href=\"https://a.example/x\" target=\"_blank\">a page</a>, https://a.example/x",
        "<A HREF=a.example/x>a page</A>, https://a.example/x"
    })
    void aLinkOfTheWebIsOne(String text, String link) {
        assertEquals(link, WebLink.of(text));
        assertEquals(link, WebLink.of(" " + text + "\n"));
        assertTrue(WebLink.isValid(link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@contoso.com/x",
                "https:///x",
                "https://",
                "https://a b.com/",
                "https://host/a b",
                "https://x.y/\nz",
                "../a.b/c",
                "-a.b/c",
                "javascript:alert(1)",
                "file:///c:/a",
                "ftp://a.example/",
                "a.b://c/d",
                "/a/b",
                "see there",
                "",
                "<a href='javascript:x()'>x</a>",
                "<p>https://a.example/</p>",
                "<a href='https://a.example/'>a</a><a href='https://b.example/'>b</a>"
            })
    void whatOnlyLooksLikeOneIsNone(String text) {
        assertNull(WebLink.of(text));
        assertFalse(WebLink.isValid(text));
    }

    @Test
    void aLinkMayBeTooLong() {
        assertNull(WebLink.of("https://a.example/", 17));
        assertEquals("https://a.example/", WebLink.of("https://a.example/", 18));
    }
}
