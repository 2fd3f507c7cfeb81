package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.aws.Arn;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.text.Texts;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resources that a posture event is about, read from its {@code resourceDetails}. The same for all formats. Each
 * resource is listed under the id that its own cloud gives it, with the other id beside it. Details that describe a
 * containing resource, such as the cluster in which an image runs, are attributed to that resource. An instance reads
 * one element of the details.
 */
final class AssessedResources {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CONNECTORS = "/securityConnectors/";

    /**
     * Fields of the details that describe either the resource named in {@code nativeResourceId} or the resource itself.
     */
    private static final Set<String> FACTS = Set.of("resourceName", "resourceType", "resourceProvider");

    private static final Pattern REGISTRY = Pattern.compile("([0-9]{12})\\.dkr\\.ecr\\.");
    private static final Pattern PROJECT =
            Pattern.compile("//[^/]{1,256}googleapis\\.com/projects/([^/]{1,64})(/|\\z)");

    private final JsonNode details;
    private final String id;
    private final String nativeId;
    private final String cloud;
    private final boolean foreign;

    private AssessedResources(JsonNode details) {
        this.details = details;
        this.id = details.isObject() ? text("id") : scalar(details);
        this.nativeId = text("nativeResourceId", "nativeCloudUniqueIdentifier");
        this.cloud = cloud();
        this.foreign = nativeId != null && !AzureIds.isArm(nativeId) && isElsewhere();
    }

    /**
     * Returns an array of
     * {@code {"uid", "alias", "name", "type", "native", "cloud", "partition", "region", "account", "facts", "data"}}.
     * {@code native} marks resources whose id is not that of the details. {@code facts} holds what the details say
     * about this resource, {@code data} the complete details. A resource with {@code "related": true} contains the one
     * before it.
     */
    static JsonNode of(JsonNode event) {
        JsonNode list = event.path("properties").path("resourceDetails");
        ArrayNode resources = NODES.arrayNode();
        for (JsonNode details : list.isArray() ? list : NODES.arrayNode().add(list)) {
            new AssessedResources(details).addTo(resources);
        }
        return resources;
    }

    private void addTo(ArrayNode resources) {
        String uid = foreign ? nativeId : id != null ? id : nativeId;
        boolean machine = uid == null;
        uid = machine ? text("vmuuid", "sourceComputerId") : uid;
        boolean ofHolder = describesNative();
        String name = ofHolder ? null : text("resourceName");
        if (uid == null && name == null) {
            return;
        }
        ObjectNode resource = resources.addObject();
        put(resource, "uid", uid);
        put(resource, "alias", foreign ? id : uid != null && uid.equals(id) && isOther() ? nativeId : null);
        put(resource, "name", name != null ? name : ownName(uid, machine));
        put(resource, "type", ofHolder ? armType(uid) : type(uid));
        resource.put("native", foreign || machine);
        put(resource, "cloud", cloud);
        put(resource, "partition", partition(uid));
        put(resource, "region", region());
        put(resource, "account", account());
        if (details.isObject()) {
            ObjectNode facts = ((ObjectNode) details).deepCopy();
            resource.set("facts", ofHolder ? facts.<ObjectNode>without(FACTS) : facts);
            resource.set("data", details);
        }
        if (isHeld()) {
            ObjectNode holder = resources.addObject().put("uid", nativeId).put("related", true);
            put(holder, "name", AzureIds.name(nativeId));
            put(holder, "type", armType(nativeId));
            holder.put("partition", "AzureCloud");
            if (ofHolder) {
                ObjectNode facts = holder.putObject("facts");
                FACTS.stream().sorted().filter(details::has).forEach(fact -> facts.set(fact, details.get(fact)));
            }
        }
    }

    /** Returns whether the native id names an Azure resource that contains the resource of the id. */
    private boolean isHeld() {
        return id != null && nativeId != null && AzureIds.isArm(nativeId) && !nativeId.equalsIgnoreCase(id);
    }

    private boolean isOther() {
        return nativeId != null && !AzureIds.isArm(nativeId);
    }

    /** Returns whether name and type describe the containing resource. */
    private boolean describesNative() {
        if (!isHeld()) {
            return false;
        }
        String name = text("resourceName");
        if (name != null) {
            return name.equalsIgnoreCase(last(nativeId)) && !name.equalsIgnoreCase(last(id));
        }
        String type = text("resourceType");
        String held = armType(nativeId);
        return type != null
                && held != null
                && (held.equalsIgnoreCase(type)
                        || held.regionMatches(
                                true, held.length() - type.length() - 1, "/" + type, 0, type.length() + 1));
    }

    /** Returns whether the resource is outside Azure and known to Azure through a connector. */
    private boolean isElsewhere() {
        return cloud != null ? !cloud.equals("azure") : id == null || Texts.indexOf(id, CONNECTORS, 0) >= 0;
    }

    /**
     * Returns the cloud as Defender names it, in lower case, else derived from the form of the native id; null if
     * neither tells.
     */
    private String cloud() {
        String said = text("source");
        if (said != null) {
            return Texts.lowerCase(said);
        }
        if (nativeId != null && nativeId.startsWith("arn:aws")) {
            return "aws";
        }
        return nativeId != null && nativeId.startsWith("//") && nativeId.contains("googleapis.com/") ? "gcp" : null;
    }

    private String ownName(String uid, boolean machine) {
        return machine ? text("machineName") : foreign ? null : AzureIds.name(uid);
    }

    private String type(String uid) {
        String type = text("resourceType");
        String provider = text("resourceProvider");
        if (type == null) {
            return foreign ? null : armType(uid);
        }
        boolean whole =
                foreign || provider == null || type.regionMatches(true, 0, provider + "/", 0, provider.length() + 1);
        return whole ? type : provider + "/" + type;
    }

    private static String armType(String uid) {
        return uid == null ? null : AzureIds.type(uid);
    }

    private String partition(String uid) {
        if ("aws".equals(cloud)) {
            return arn(Arn::partition);
        }
        return uid != null && AzureIds.isArm(uid) && (cloud == null || cloud.equals("azure")) ? "AzureCloud" : null;
    }

    private String region() {
        String said = text("region");
        return said == null && "aws".equals(cloud) ? arn(Arn::region) : said;
    }

    /** Returns the owner of the resource in its own cloud: an account, a project or an organization. */
    private String account() {
        if (cloud == null || cloud.equals("azure")) {
            return null;
        }
        String said = cloud.equals("aws")
                ? text("accountId", "hierarchyId")
                : cloud.equals("gcp") ? text("projectId", "hierarchyId") : text("hierarchyId");
        if (said != null || !cloud.equals("aws") && !cloud.equals("gcp")) {
            return said;
        }
        String named = cloud.equals("aws") ? arn(Arn::account) : first(PROJECT, nativeId);
        return named == null && cloud.equals("aws") ? first(REGISTRY, id) : named;
    }

    private String arn(Function<Arn, String> part) {
        return foreign
                ? Arn.parse(nativeId).map(part).filter(text -> !text.isEmpty()).orElse(null)
                : null;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text == null ? "" : text);
        return matcher.lookingAt() ? matcher.group(1) : null;
    }

    private static String last(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    /**
     * Returns the text of the first of these fields that has a value other than a placeholder, null if there is none.
     */
    private String text(String... names) {
        for (String name : names) {
            String text = details.isObject() ? scalar(Fields.get(details, name)) : null;
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static String scalar(JsonNode value) {
        JsonNode text = value == null || value.isContainerNode() ? null : MappingFunctions.asText(value);
        return text == null ? null : text.textValue();
    }

    private static void put(ObjectNode object, String name, String value) {
        if (value != null && !value.isBlank()) {
            object.put(name, value);
        }
    }
}
