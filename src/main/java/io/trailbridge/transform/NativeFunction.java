package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.util.function.UnaryOperator;

/** A function that mappings call and that is implemented in Java. */
public abstract class NativeFunction implements Function {
    /**
     * The implementation. Arguments are never Java null but may be JSON null; a Java null as the result means JSON
     * null.
     */
    public interface Body {
        JsonNode call(JsonNode[] arguments);
    }

    private final String name;
    private final int minimum;
    private final int maximum;

    private NativeFunction(String name, int minimum, int maximum) {
        this.name = name;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    public static NativeFunction unary(String name, UnaryOperator<JsonNode> body) {
        return new NativeFunction(name, 1, 1) {
            @Override
            public JsonNode call(JsonNode input, JsonNode[] arguments) {
                TimeLimit.check();
                return body.apply(arguments[0]);
            }
        };
    }

    public static NativeFunction fixed(String name, int arguments, Body body) {
        return of(name, arguments, arguments, body);
    }

    public static NativeFunction variadic(String name, Body body) {
        return of(name, 1, 1024, body);
    }

    private static NativeFunction of(String name, int minimum, int maximum, Body body) {
        return new NativeFunction(name, minimum, maximum) {
            @Override
            public JsonNode call(JsonNode input, JsonNode[] arguments) {
                TimeLimit.check();
                return body.call(arguments);
            }
        };
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public int getMinArguments() {
        return minimum;
    }

    @Override
    public int getMaxArguments() {
        return maximum;
    }
}
