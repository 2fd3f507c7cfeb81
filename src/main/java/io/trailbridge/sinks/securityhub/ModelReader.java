package io.trailbridge.sinks.securityhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills an object of the SDK's model from JSON by the fields that the model object declares, so that no field has to be
 * known here. A value without a field in the model is an error; it is never left out.
 *
 * <p>The JSON is changed into the form that the SDK will send: without nulls, which carry no information, and with each
 * number in the type of its field.
 */
final class ModelReader {
    /** All types of a finding's fields, including the element types of its lists and maps. */
    static final Set<MarshallingType<?>> TYPES = Set.of(
            MarshallingType.STRING,
            MarshallingType.INTEGER,
            MarshallingType.LONG,
            MarshallingType.DOUBLE,
            MarshallingType.BOOLEAN,
            MarshallingType.LIST,
            MarshallingType.MAP,
            MarshallingType.SDK_POJO);

    private ModelReader() {}

    /**
     * Fills a builder.
     *
     * @param path the path of the object, for errors
     * @throws UnfitFindingException when a field is unknown or its value is not of its type
     */
    static void fill(SdkPojo builder, ObjectNode json, String path) throws UnfitFindingException {
        Map<String, SdkField<?>> fields = builder.sdkFieldNameToField();
        List<String> nulls = new ArrayList<>(0);
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            String at = path + "." + entry.getKey();
            SdkField<?> field = fields.get(entry.getKey());
            if (field == null) {
                throw new UnfitFindingException(at, "is not a field of the AWS Security Finding Format");
            }
            if (entry.getValue().isNull()) {
                nulls.add(entry.getKey());
            } else {
                field.set(builder, value(field, entry.getValue(), at, entry::setValue));
            }
        }
        json.remove(nulls);
    }

    private static Object value(SdkField<?> field, JsonNode json, String path, Consumer<JsonNode> replace)
            throws UnfitFindingException {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING && json.isTextual()) {
            return json.textValue();
        }
        if (type == MarshallingType.SDK_POJO && json.isObject()) {
            SdkPojo builder = field.constructor().get();
            fill(builder, (ObjectNode) json, path);
            return ((Buildable) builder).build();
        }
        if (type == MarshallingType.LIST && json.isArray()) {
            return list(field.getTrait(ListTrait.class).memberFieldInfo(), (ArrayNode) json, path);
        }
        if (type == MarshallingType.MAP && json.isObject()) {
            return map(field.getTrait(MapTrait.class).valueFieldInfo(), (ObjectNode) json, path);
        }
        if (type == MarshallingType.BOOLEAN && json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isNumber()) {
            Object number = number(type, json, replace);
            if (number != null) {
                return number;
            }
        }
        throw new UnfitFindingException(
                path,
                "must be of type " + name(type) + ", but is "
                        + json.getNodeType().name().toLowerCase(Locale.ROOT));
    }

    /** Returns the number in the field's type; null when the field cannot hold it without loss. */
    private static Object number(MarshallingType<?> type, JsonNode json, Consumer<JsonNode> replace) {
        double number = json.doubleValue();
        if (type == MarshallingType.DOUBLE && Double.isFinite(number)) {
            replace.accept(DoubleNode.valueOf(number));
            return number;
        }
        boolean whole = json.canConvertToExactIntegral();
        if (type == MarshallingType.INTEGER && whole && json.canConvertToInt()) {
            replace.accept(LongNode.valueOf(json.intValue()));
            return json.intValue();
        }
        if (type == MarshallingType.LONG && whole && json.canConvertToLong()) {
            replace.accept(LongNode.valueOf(json.longValue()));
            return json.longValue();
        }
        return null;
    }

    private static String name(MarshallingType<?> type) {
        return type == MarshallingType.SDK_POJO || type == MarshallingType.MAP
                ? "object"
                : type.getTargetClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static List<Object> list(SdkField<?> member, ArrayNode json, String path) throws UnfitFindingException {
        List<Object> list = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            int index = i;
            list.add(value(member, json.get(i), path + "[" + i + "]", node -> json.set(index, node)));
        }
        return list;
    }

    private static Map<String, Object> map(SdkField<?> member, ObjectNode json, String path)
            throws UnfitFindingException {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            map.put(entry.getKey(), value(member, entry.getValue(), path + "." + entry.getKey(), entry::setValue));
        }
        return map;
    }
}
