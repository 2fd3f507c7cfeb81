package io.trailbridge.standin.aws;

import io.trailbridge.standin.aws.StandInServer.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The XML of S3: the part that the stand-in implements. */
final class S3Xml {
    private S3Xml() {}

    static Reply ok(String xml) {
        return reply(200, xml);
    }

    static Reply error(Failure failure) {
        return reply(
                failure.status(),
                element("Error", element("Code", failure.code()) + element("Message", failure.message())));
    }

    private static Reply reply(int status, String xml) {
        return Reply.json(
                status,
                "application/xml",
                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(StandardCharsets.UTF_8));
    }

    /** The content is text without markup, or elements. */
    static String element(String name, String content) {
        String escaped = content.startsWith("<") ? content : escape(content);
        return "<" + name + ">" + escaped + "</" + name + ">";
    }

    /** The text of an element. */
    static String text(String xml, String name) {
        Matcher matcher = Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL)
                .matcher(xml);
        return matcher.find() ? matcher.group(1).replace("&quot;", "\"").replace("&amp;", "&") : "";
    }

    /** Keys in order, from {@code start-after} or the continuation token, which is the last key that was given. */
    static Reply list(String bucket, Map<String, String> query, SortedMap<String, S3Object> objects) {
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
        StringBuilder contents = new StringBuilder();
        String last = "";
        int count = 0;
        boolean more = false;
        for (Map.Entry<String, S3Object> object : objects.entrySet()) {
            if (object.getKey().startsWith(prefix) && object.getKey().compareTo(after) > 0) {
                more = count == most;
                if (more) {
                    break;
                }
                contents.append(element(
                        "Contents",
                        element("Key", object.getKey())
                                + element("ETag", object.getValue().etag())
                                + element(
                                        "Size",
                                        Integer.toString(object.getValue().bytes().length))));
                last = object.getKey();
                count++;
            }
        }
        return ok(element(
                "ListBucketResult",
                element("Name", bucket)
                        + element("Prefix", prefix)
                        + element("KeyCount", Integer.toString(count))
                        + element("IsTruncated", Boolean.toString(more))
                        + (more ? element("NextContinuationToken", last) : "")
                        + contents));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
