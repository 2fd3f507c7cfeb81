package io.trailbridge.transform.ocsf;

import io.trailbridge.transform.ocsf.OcsfFields.Attribute;
import io.trailbridge.transform.ocsf.OcsfFields.Presence;
import io.trailbridge.transform.ocsf.OcsfFields.Shape;
import io.trailbridge.transform.ocsf.OcsfTypes.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The attributes that an event of one OCSF class and version may have in the output of Trailbridge, including those of
 * all profiles, as a finite tree: for targets that need to know the columns of a row in advance.
 *
 * <p>The tree depends only on {@code mappings/ocsf-fields.txt}. Attributes are sorted by name. A recursive shape (a
 * process and its parent) is unfolded twice; deeper levels have the type {@link Type#JSON}.
 */
public final class OcsfSchema {
    /** How often a shape may occur on the path from the root to an attribute. */
    private static final int UNFOLDED = 2;

    /** The type of a value. */
    public enum Type {
        TEXT,
        /** A 32-bit integer. */
        INT,
        /** A 64-bit integer; used for times, in ms since 1970. */
        LONG,
        DOUBLE,
        BOOLEAN,
        /** An object with attributes. */
        OBJECT,
        /** Any JSON whose form is not known in advance. */
        JSON
    }

    /** @param list whether it is an array of such values */
    public record Field(String name, Type type, boolean list, List<Field> fields) {}

    private final OcsfFields fields;
    private final List<Shape> way = new ArrayList<>();

    private OcsfSchema(OcsfFields fields) {
        this.fields = fields;
    }

    /**
     * Returns the top-level attributes of a class.
     *
     * @param version {@value OcsfMapper#VERSION} or {@value OcsfMapper#OLDER_VERSION}
     * @throws IllegalArgumentException if the version is neither, or Trailbridge does not write this class
     */
    public static List<Field> of(String version, int classUid) {
        OcsfSchema schema = new OcsfSchema(OcsfFields.of(OcsfMapper.known(version)));
        Shape shape = schema.fields.shape(Integer.toString(classUid));
        if (shape == null) {
            throw new IllegalArgumentException("Trailbridge writes no OCSF events of the class " + classUid);
        }
        return schema.unfold(shape);
    }

    private List<Field> unfold(Shape shape) {
        way.add(shape);
        List<Field> unfolded = shape.attributes().values().stream()
                .filter(attribute -> attribute.presence() == Presence.HERE)
                .sorted(Comparator.comparing(Attribute::name))
                .map(this::field)
                .toList();
        way.remove(way.size() - 1);
        return unfolded;
    }

    private Field field(Attribute attribute) {
        if (attribute.shape() == null) {
            return new Field(attribute.name(), scalar(attribute.type()), attribute.list(), List.of());
        }
        if (way.stream().filter(attribute.shape()::equals).count() >= UNFOLDED) {
            return new Field(attribute.name(), Type.JSON, attribute.list(), List.of());
        }
        return new Field(attribute.name(), Type.OBJECT, attribute.list(), unfold(attribute.shape()));
    }

    private static Type scalar(Scalar type) {
        return switch (type) {
            case ANY, OBJECT -> Type.JSON;
            case BOOL -> Type.BOOLEAN;
            case INT, PORT -> Type.INT;
            case LONG -> Type.LONG;
            case FLOAT -> Type.DOUBLE;
            default -> Type.TEXT;
        };
    }
}
