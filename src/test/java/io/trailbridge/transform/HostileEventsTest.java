package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.asff.AsffMapper;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.json.CompactJson;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What attackers may write costs time and output in proportion to its size, whatever mapping reads it. */
@Timeout(120)
@Tag("slow")
class HostileEventsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SECURITY =
            "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/g" + "/providers/Microsoft.Security/";

    /** CPU seconds of four mappers for an event of a fraction of a megabyte: of C1's code, on a busy machine. */
    private static final double MOST_SECONDS = 4;

    /** Below this nothing is concluded from a ratio. */
    private static final double MEASURABLE_SECONDS = 0.1;

    /** Results may be larger than their source, by what each event is given and by escapes within escapes. */
    private static final int MOST_GROWTH = 32;

    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00Z"), 0);
    static final Map<String, BiFunction<JsonNode, EventOrigin, List<MappedEvent>>> MAPPERS = Map.of(
            "cloudtrail", new CloudTrailMapper("123456789012", null)::toCloudTrail,
            "ocsf 1.7.0", new OcsfMapper(OcsfMapper.VERSION, true, null)::toOcsf,
            "ocsf 1.3.0", new OcsfMapper(OcsfMapper.OLDER_VERSION, true, null)::toOcsf,
            "asff", new AsffMapper("123456789012", "eu-west-1", "aws", null)::toAsff);

    /** Each a way to make an event of about so many things. */
    enum Hostile {
        NAMES_OF_LONE_SURROGATES(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                for (int i = 0; i < count; i++) {
                    event.put(new String(new char[] {(char) (0xDC00 + i / 512), (char) (0xDC00 + i % 512)}), 1);
                }
                return event;
            }
        },
        NAMES_OF_LONE_SURROGATES_BESIDE_THOSE_MADE_OF_THEM(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                for (int i = 0; i < count; i++) {
                    event.put("\uFFFD\uFFFD_" + i, 1);
                    event.put(new String(new char[] {(char) (0xDC00 + i / 512), (char) (0xDC00 + i % 512)}), 1);
                }
                return event;
            }
        },
        SEGMENTS_OF_AN_ALERTS_ID(5_000) {
            @Override
            JsonNode event(int count) {
                return alert().put("id", "/x/alerts".repeat(count)).put("operationName", "/x/alerts".repeat(count));
            }
        },
        SEGMENTS_OF_A_CONTROLS_ID(3_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = NODES.objectNode()
                        .put("type", "Microsoft.Security/regulatoryComplianceControls")
                        .put("id", "/x/regulatoryComplianceControls/x/regulatoryComplianceStandards".repeat(count));
                event.putObject("properties").put("state", "Failed");
                return event;
            }
        },
        SUBSCRIPTIONS_OF_AN_ID(5_000) {
            @Override
            JsonNode event(int count) {
                return alert().put("id", "/subscriptions/x".repeat(count)).put("resourceId", "/".repeat(count * 10));
            }
        },
        TEXTS_OF_ONE_HASH(3_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                for (String name : List.of(
                        "Techniques",
                        "SubTechniques",
                        "Tactics",
                        "RemediationSteps",
                        "ResourceIdentifiers",
                        "ExtendedLinks")) {
                    texts(event.putArray(name), count);
                }
                return event;
            }
        },
        CVES_OF_ONE_HASH(5_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                texts(data(event).putArray("cve"), count);
                return event;
            }
        },
        LETTERS_THAT_BECOME_LONGER(10_000) {
            @Override
            JsonNode event(int count) {
                String text = "\u0130".repeat(count);
                ObjectNode event = alert().put("id", text)
                        .put("name", text)
                        .put("Severity", text)
                        .put("Status", text)
                        .put("CompromisedEntity", text)
                        .put(text, text)
                        .put("Description", text);
                event.putArray("ResourceIdentifiers").addObject().put("azureResourceId", text);
                return event;
            }
        },
        LETTERS_OF_POSTURE_THAT_BECOME_LONGER(10_000) {
            @Override
            JsonNode event(int count) {
                String text = "\u0130".repeat(count);
                String sharp = "\u00df".repeat(count);
                ObjectNode event = subAssessment();
                event.put("id", event.get("id").asText() + text).put("name", text);
                ((ObjectNode) event.get("properties"))
                        .put("id", text)
                        .put("description", text)
                        .putObject("status")
                        .put("code", text)
                        .put("severity", text);
                data(event)
                        .put("assessedResourceType", text)
                        .putArray("vendorReferences")
                        .addObject()
                        .put("title", sharp)
                        .put("link", "https://x.example/");
                return event;
            }
        },
        SIGMAS(10_000) {
            @Override
            JsonNode event(int count) {
                String text = "\u03a3".repeat(count);
                return alert().put("id", text).put("Status", text).put("Severity", text);
            }
        },
        NAMES_IN_MANY_LETTER_CASES(4_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                event.putArray("Entities").add(cases(NODES.objectNode(), "timeGeneratedUtc", count));
                return cases(event, "reportedTimeUtc", count);
            }
        },
        NAMES_OF_ALERTS_ALONE_IN_MANY_LETTER_CASES(1_000) {
            @Override
            JsonNode event(int count) {
                return cases(cases(alert(), "alertSeverity", count), "providerName", count);
            }
        },
        REFERENCES_THAT_NAME_CVES(1_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                ArrayNode cves = data(event).putArray("cve");
                ArrayNode references = data(event).putArray("vendorReferences");
                for (int i = 0; i < count; i++) {
                    cves.add("CVE-2026-" + (10_000 + i));
                    references
                            .addObject()
                            .put("title", "CVE-2026-" + (10_000 + i))
                            .put("link", "https://x.example/" + i);
                }
                return event;
            }
        },
        REFERENCES_OF_ALL_CVES(1_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                ArrayNode cves = data(event).putArray("cve");
                ArrayNode references = data(event).putArray("vendorReferences");
                for (int i = 0; i < count; i++) {
                    cves.addObject().put("title", "CVE-2026-" + (10_000 + i)).put("link", "https://c.example/" + i);
                    references.addObject().put("title", "all").put("link", "https://x.example/" + i);
                }
                return event;
            }
        },
        LONG_FACTS_OF_ALL_CVES(1_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                String text = "x".repeat(count * 10);
                ((ObjectNode) event.get("properties"))
                        .put("remediation", text)
                        .put("displayName", text)
                        .put("category", text);
                data(event)
                        .putObject("softwareDetails")
                        .put("packageName", text)
                        .put("version", text);
                ArrayNode cves = data(event).putArray("cve");
                for (int i = 0; i < count; i++) {
                    cves.add("CVE-2026-" + (10_000 + i));
                }
                return event;
            }
        },
        CVES_THAT_ARE_FIXED_IN_VERSIONS_OF_THEIR_OWN(1_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                ArrayNode versions = data(event).put("softwareName", "p").putArray("softwareVersion");
                ArrayNode cves = data(event).putArray("CvesDetails");
                for (int i = 0; i < count; i++) {
                    versions.add("1." + i);
                    cves.addObject()
                            .put("CveId", "CVE-2026-" + (10_000 + i))
                            .put("FixedVersion", "2")
                            .put("cvss", "9");
                }
                return event;
            }
        },
        FACTS_OF_ONE_CVE_IN_MANY_PLACES(1_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                ObjectNode data = data(event);
                for (int i = 0; i < count; i++) {
                    data.withArray("cve")
                            .addObject()
                            .put("title", "CVE-2026-10000")
                            .put("severity", "High " + i)
                            .putArray("references")
                            .add("https://x.example/" + i);
                    data.withArray("vulnerabilityDetails")
                            .addObject()
                            .put("cveId", "CVE-2026-10000")
                            .put("x" + i, i);
                    data.withArray("softwareDetails")
                            .addObject()
                            .put("packageName", "p" + i)
                            .put("version", "1");
                    data.withObject("/scannersDetails").putObject("s" + i).put("softwareName", "p");
                }
                return event;
            }
        },
        SCORES_OF_ONE_CVE(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                ObjectNode data = data(event).put("cve", "CVE-2026-10000");
                for (int i = 0; i < count; i++) {
                    data.withObject("/cvss").putObject("3." + i).put("base", i % 100 / 10.0);
                    data.withArray("vulnerabilityDetails")
                            .addObject()
                            .put("cvssScore", i % 100 / 10.0)
                            .put("cvssVectorString", "/Au".repeat(10) + i);
                }
                return event;
            }
        },
        TECHNIQUES_AND_PARTS_OF_OTHERS(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert().put("Intent", "x".repeat(count * 10));
                ArrayNode techniques = event.putArray("Techniques");
                ArrayNode parts = event.putArray("SubTechniques");
                for (int i = 0; i < count; i++) {
                    techniques.add("t" + i);
                    parts.add("s" + i + ".1");
                }
                return event;
            }
        },
        RESOURCES_THAT_ARE_NAMED_TWICE(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                ArrayNode identifiers = event.putArray("ResourceIdentifiers");
                ArrayNode entities = event.putArray("Entities");
                for (int i = 0; i < count; i++) {
                    identifiers.addObject().put("azureResourceId", "/subscriptions/i" + i);
                    entities.addObject().put("Type", "azure-resource").put("ResourceId", "/subscriptions/e" + i);
                }
                return event;
            }
        },
        DETAILS_BESIDE_A_LONG_HOLDER(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                event.put(
                        "id",
                        "/h" + "\u00c4".repeat(count * 20) + event.get("id").asText());
                ArrayNode details = ((ObjectNode) event.get("properties")).putArray("resourceDetails");
                for (int i = 0; i < count; i++) {
                    details.addObject().put("id", "/subscriptions/" + i);
                }
                return event;
            }
        },
        BEGINNINGS_OF_TAGS(20_000) {
            @Override
            JsonNode event(int count) {
                return alert().put("Description", "<a ".repeat(count)).put("AlertDisplayName", "<a&".repeat(count));
            }
        },
        REFERENCES_TO_A_LONG_PATH(2_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                ArrayNode entities = event.putArray("Entities");
                entities.addObject()
                        .putObject("x".repeat(count * 20))
                        .put("$id", "1")
                        .put("a", 1);
                for (int i = 0; i < count; i++) {
                    entities.addObject().putObject("host").put("$ref", "1");
                }
                return event;
            }
        },
        REFERENCES_TO_A_LARGE_HOST(30) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                ArrayNode entities = event.putArray("Entities");
                entities.addObject()
                        .put("$id", "1")
                        .put("Type", "host")
                        .put("HostName", "x".repeat(3_000))
                        .put("DnsDomain", "x".repeat(1_000));
                for (int i = 0; i < count; i++) {
                    entities.addObject().put("$ref", "1");
                }
                return event;
            }
        },
        TEXTS_THAT_LOOK_LIKE_STRUCTURES(20_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                ArrayNode steps = event.putArray("RemediationSteps");
                for (int i = 0; i < count; i++) {
                    steps.add("{\"a\":" + i + " 1}");
                }
                return event;
            }
        },
        TEXTS_THAT_LOOK_LIKE_EVENTS(10_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode message = NODES.objectNode();
                ArrayNode records = message.putArray("records");
                for (int i = 0; i < count; i++) {
                    records.add("{\"type\":\"Microsoft.Security/alerts\"" + i + "}");
                    message.put("body" + i, "[[[[[[[[" + i + "]]]]]]]]");
                }
                return message;
            }
        },
        TEXTS_WITHIN_TEXTS(10_000) {
            @Override
            JsonNode event(int count) {
                JsonNode text = NODES.textNode("x".repeat(count * 10));
                for (int level = 0; level < 8; level++) {
                    text = NODES.textNode(NODES.objectNode()
                            .<ObjectNode>set("properties", text)
                            .put("id", SECURITY + "assessments/a")
                            .toString());
                }
                return NODES.objectNode().<ObjectNode>set("properties", text).put("id", SECURITY + "assessments/a");
            }
        },
        EVENTS_WITHIN_TEXTS_WITHIN_LISTS(10_000) {
            @Override
            JsonNode event(int count) {
                JsonNode list = NODES.arrayNode().add("x".repeat(count * 10)).add(alert());
                for (int level = 0; level < 8; level++) {
                    list = NODES.arrayNode()
                            .add(list.toString())
                            .add(NODES.objectNode().set("data", list));
                    if (list.toString().length() > count * 80) {
                        break;
                    }
                }
                return list;
            }
        },
        PAGES_WITHIN_PAGES(10_000) {
            @Override
            JsonNode event(int count) {
                ArrayNode pages = NODES.arrayNode();
                for (int i = 0; i < count; i++) {
                    pages.addObject()
                            .putArray("value")
                            .addObject()
                            .put("a", i)
                            .putArray("data")
                            .addArray();
                }
                return NODES.objectNode().set("records", pages);
            }
        },
        COPIES_OF_LISTED_ENTITIES_WITHIN_OTHERS(1_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                ArrayNode entities = event.putArray("Entities");
                for (int i = 0; i < count; i++) {
                    ObjectNode file = NODES.objectNode()
                            .put("Type", "file")
                            .put("Directory", "x".repeat(100))
                            .put("Name", "f" + i % 100);
                    entities.addObject().put("Type", "process").set("ImageFile", file.deepCopy());
                    entities.add(file);
                }
                return event;
            }
        },
        ENTITIES_WITHIN_ENTITIES(200) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = alert();
                ArrayNode entities = event.putArray("Entities");
                for (int i = 0; i < count; i++) {
                    ObjectNode within =
                            entities.addObject().put("Type", "process").put("ProcessId", i);
                    for (int depth = 0; depth < 12; depth++) {
                        within = within.putObject("ParentProcess")
                                .put("ProcessId", depth)
                                .put("CommandLine", i + " " + "x".repeat(200));
                    }
                }
                return event;
            }
        },
        COLUMNS_OF_A_ROW(4_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = NODES.objectNode()
                        .put("Type", "SecurityNestedRecommendation")
                        .put("AssessedResourceId", "/a".repeat(count))
                        .put("Id", "a".repeat(count) + "b")
                        .put("ParentRecommendationId", "/providers/Microsoft.Security".repeat(count))
                        .put("NestedRecommendationId", "/providers/Microsoft.Security/assessments/x".repeat(count))
                        .put("Properties", "{".repeat(count));
                return cases(cases(event, "recommendationName", count), "timeGenerated", count);
            }
        },
        TARGETS_OF_AN_ACTION_GROUP(4_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = NODES.objectNode().put("schemaId", "azureMonitorCommonAlertSchema");
                ObjectNode data = cases(event.putObject("data"), "alertContexts", count);
                data.putObject("alertContext")
                        .put("eventTimestamp", "2026-01-01T00:00:00Z")
                        .put("operationName", "Microsoft.Security/locations/alerts/activate/action");
                ArrayNode targets = data.putObject("essentials").putArray("alertTargetIDs");
                for (int i = 0; i < count; i++) {
                    targets.add("/x/alerts/" + i);
                }
                return event;
            }
        },
        NAMES_OF_MALWARE(3_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = NODES.objectNode()
                        .put("type", "Microsoft.Security.MalwareScanningResult")
                        .put("time", "2026-01-01T00:00:00Z")
                        .put("id", "s-1");
                ObjectNode data = cases(event.putObject("data"), "scanresulttypes", count)
                        .put("scanResultType", "Malicious")
                        .put("blobUri", "https://x.example/" + "a/".repeat(count));
                texts(data.putObject("scanResultDetails").putArray("malwareNamesFound"), count);
                return event;
            }
        },
        PARTS_OF_A_REGION(10_000) {
            @Override
            JsonNode event(int count) {
                ObjectNode event = subAssessment();
                ((ObjectNode) event.get("properties"))
                        .putObject("resourceDetails")
                        .put("source", "Aws")
                        .put("nativeResourceId", "arn:aws:ec2:aa" + "-a".repeat(count) + "-1:123456789012:instance/i")
                        .put("region", "aa" + "-a".repeat(count) + "-1");
                return event;
            }
        };

        private final int count;

        Hostile(int count) {
            this.count = count;
        }

        abstract JsonNode event(int count);
    }

    @ParameterizedTest
    @EnumSource(Hostile.class)
    void fourTimesTheSizeCostsNoMoreThanAboutFourTimesTheTime(Hostile hostile) {
        JsonNode small = hostile.event(hostile.count / 4);
        JsonNode large = hostile.event(hostile.count);
        JsonNode larger = hostile.event(hostile.count * 4);
        MAPPERS.forEach((name, mapper) -> {
            seconds(mapper, small);
            double less = Math.min(seconds(mapper, large), seconds(mapper, large));
            assertTrue(less < MOST_SECONDS, () -> name + " takes " + less + " s");
            double[] pair = {less, seconds(mapper, larger)};
            // What else ran on the machine must not decide, as the caches were its as well: one quiet pair is enough.
            for (int again = 0; !isLinear(pair) && again < 8; again++) {
                pair = new double[] {seconds(mapper, large), seconds(mapper, larger)};
            }
            double[] last = pair;
            assertTrue(
                    isLinear(last), () -> name + " takes " + last[0] + " s, for four times as much " + last[1] + " s");
        });
    }

    @ParameterizedTest
    @EnumSource(Hostile.class)
    void whatIsMadeOfItIsNoMoreThanAMultipleOfIt(Hostile hostile) {
        JsonNode event = hostile.event(hostile.count);
        long size = CompactJson.of(event).length();
        MAPPERS.forEach((name, mapper) -> {
            MappedEvent mapped = mapper.apply(event, ORIGIN).get(0);
            assertTrue(
                    mapped.failed() || mapped.json().length() <= MOST_GROWTH * size,
                    () -> name + " makes " + mapped.json().length() + " chars of " + size);
        });
    }

    private static boolean isLinear(double[] lessAndMore) {
        return lessAndMore[1] < MEASURABLE_SECONDS
                || lessAndMore[1] < 8 * Math.max(lessAndMore[0], MEASURABLE_SECONDS / 8);
    }

    /** Returns the seconds of CPU time that this thread used. */
    private static double seconds(BiFunction<JsonNode, EventOrigin, List<MappedEvent>> mapper, JsonNode event) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        mapper.apply(event, ORIGIN);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }

    private static ObjectNode alert() {
        return NODES.objectNode()
                .put("SystemAlertId", "a-1")
                .put("AlertType", "T")
                .put("TimeGenerated", "2026-01-01T00:00:00Z");
    }

    private static ObjectNode subAssessment() {
        ObjectNode event = NODES.objectNode()
                .put("type", "Microsoft.Security/assessments/subAssessments")
                .put("id", SECURITY + "assessments/a/subAssessments/b");
        event.putObject("properties")
                .put("id", "rule-1")
                .put("displayName", "D")
                .putObject("additionalData")
                .put("patchable", true);
        return event;
    }

    private static ObjectNode data(ObjectNode subAssessment) {
        return (ObjectNode) subAssessment.get("properties").get("additionalData");
    }

    /** Different strings of one hash. */
    private static void texts(ArrayNode list, int count) {
        int pairs = 32 - Integer.numberOfLeadingZeros(count);
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder(2 * pairs);
            for (int bit = 0; bit < pairs; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            list.add(text.toString());
        }
    }

    private static ObjectNode cases(ObjectNode object, String name, int count) {
        for (int i = 0; i < count; i++) {
            StringBuilder spelling = new StringBuilder(name.toLowerCase(Locale.ROOT));
            for (int bit = 0; bit < spelling.length(); bit++) {
                if ((i >> bit & 1) == 1) {
                    spelling.setCharAt(bit, Character.toUpperCase(spelling.charAt(bit)));
                }
            }
            object.put(spelling.toString(), "v" + i);
        }
        return object;
    }
}
