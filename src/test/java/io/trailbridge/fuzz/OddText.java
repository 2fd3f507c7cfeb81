package io.trailbridge.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Texts, names and numbers that somebody may write to do harm. The same chance gives the same. */
final class OddText {
    private static final List<String> PIECES = List.of(
            // Letters that change their length or are no letters, and what may not stand in XML or in a log line.
            "x",
            "\u0130",
            "\u00df",
            "\u03a3",
            "\u212a",
            "\ufb00",
            "\u0000",
            "\u001b[31m",
            "\r\n",
            "\u0085",
            "\u2028",
            "\ufffe",
            "\ufeff",
            "\ud800",
            "\udc00",
            "\ud83d\ude00",
            "e\u0301",
            "\\",
            "\"",
            "'",
            "\\u0000",
            // Parts of ids.
            "/",
            "/subscriptions/x",
            "/x/alerts",
            "/resourceGroups/g/providers/Microsoft.Security/alerts/a",
            "/x/regulatoryComplianceControls/x/regulatoryComplianceStandards",
            "/providers/Microsoft.Security/",
            "/assessments/a/subAssessments/b",
            "-a",
            ":",
            "arn:aws:ec2:",
            "arn:aws:s3:::b/",
            "..",
            "%2e%2e/",
            "%",
            // Markup, JSON within JSON, lists in a string.
            "<a ",
            "<a href=\"",
            "<br/>",
            "&amp;",
            "<!--",
            "[",
            "{\"a\":",
            "[{\"$ref\":\"1\"},",
            "\\\"",
            "a,",
            "a;",
            "CVE-2026-10000, ",
            "T1059.001 ",
            "Aa",
            "BB",
            "http://[::1]:99999/?a#",
            "https://a@b.example/",
            "1.2.3.4:5",
            "::ffff:1.2.3.4%eth0 ",
            "0x",
            "9",
            "1e9",
            " ",
            "\t",
            "=",
            "+");

    private static final List<String> WHOLE = List.of(
            "",
            " ",
            "None",
            "null",
            "unknown",
            "N/A",
            "undefined",
            "true",
            "NaN",
            "-",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "+292278994-08-17T07:12:55.807Z",
            "2026-02-30T25:61:61Z",
            "/Date(1e99)/",
            "1e99999999999",
            "-1E-99999999999",
            "99999999999999999999",
            "2026-01-01",
            "1777971600000",
            "http://",
            "arn:aws",
            "a/b/c/d",
            "::",
            "0.0.0.0",
            "300.1.1.1",
            "[]",
            "{}",
            "[1,{\"a\":\"b\"}]",
            "\"\"",
            "[[[[[[",
            "{\"AlertType\":\"x\",\"SystemAlertId\":\"y\"}",
            "High",
            "Dismissed",
            "Unhealthy",
            "Microsoft.Security/alerts",
            "Microsoft.Security/assessments/subAssessments",
            "Microsoft.Storage.BlobCreated",
            "https://contoso.blob.core.windows.net/insights-logs-flowlogflowevent/../x",
            "aws/",
            "Aws",
            "$Default");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "1e400",
            "-1.5e300",
            "1E-400",
            "1e99999999999",
            "-1E-99999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-2147483649",
            "4294967296",
            "0.1000000000000000055511151231257827",
            "1777971600000",
            "253402300800000",
            "1e15",
            "3.0",
            "2003",
            "NaN");

    private static final List<String> NAMES = List.of(
            "",
            "$id",
            "$ref",
            "id",
            "type",
            "Type",
            "properties",
            "value",
            "records",
            "data",
            "url",
            "status",
            "name",
            "event_data",
            "eventType",
            "operationName",
            "category",
            "additionalData",
            "cve",
            "Entities",
            "Severity",
            "SystemAlertId",
            "AlertType",
            "TimeGenerated",
            "timeGeneratedUtc",
            "reportedTimeUtc",
            "resourceDetails",
            "flowRecords",
            "flows",
            "flowTuples",
            "aclID",
            "rule",
            "flowGroups",
            "UID",
            "aws/x",
            "metadata",
            "unmapped",
            "__proto__",
            "a.b",
            "a b",
            "*",
            "droppedFields",
            "\ud800",
            "\u0130d",
            "type\u0000");

    private OddText() {}

    /** A string of about so many characters, or a short one. */
    static String text(Random random, int length) {
        if (random.nextInt(3) == 0) {
            return one(random, WHOLE);
        }
        if (random.nextInt(3) > 0) {
            String piece = one(random, PIECES);
            return piece.repeat(Math.max(1, length / piece.length()));
        }
        StringBuilder text = new StringBuilder(length + 32);
        while (text.length() < length) {
            text.append(one(random, random.nextBoolean() ? PIECES : WHOLE));
        }
        return text.toString();
    }

    /** Different strings of one hash, the n-th of them. */
    static String ofOneHash(int n) {
        StringBuilder text = new StringBuilder(40);
        for (int bit = 0; bit < 20; bit++) {
            text.append((n >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    /** A name that is not the known one, and perhaps reads like it. */
    static String name(Random random, String known) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> one(random, NAMES);
            case 2 -> spelling(known, random.nextInt());
            case 3 -> known.replace('i', '\u0130').replace('k', '\u212a').replace('s', '\u017f');
            case 4 -> known + one(random, PIECES);
            default -> text(random, random.nextInt(60));
        };
    }

    /** The n-th way of writing a name in letters of either case. */
    static String spelling(String name, int n) {
        StringBuilder spelling = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int bit = 0; bit < spelling.length(); bit++) {
            if ((n >> bit & 1) == 1) {
                spelling.setCharAt(bit, Character.toUpperCase(spelling.charAt(bit)));
            }
        }
        return spelling.toString();
    }

    /** A value in the place of a number, whether it is a number or not. */
    static String number(Random random) {
        return random.nextInt(4) > 0 ? one(random, NUMBERS) : "1" + "7".repeat(random.nextInt(450));
    }

    static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
