package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventHubsSettingsTest {
    /** Each setting has another value, so that none can take the place of another unseen. */
    @Test
    void eachMethodOfTheBuilderSetsWhatItNames() throws Exception {
        EventHubsSettings.Builder builder = EventHubsSettings.defaults().toBuilder();
        Map<String, Object> given = new HashMap<>();
        for (Method setter : setters()) {
            Object value = value(setter, given.size() + 1);
            setter.invoke(builder, value);
            given.put(setter.getName(), value);
        }
        Duration expiry = Duration.ofMinutes(60);
        given.put("ownershipExpiry", expiry);
        given.put("retryMax", expiry.plusMinutes(1));
        EventHubsSettings built =
                builder.ownershipExpiry(expiry).retryMax(expiry.plusMinutes(1)).build();

        assertEquals(14, given.size());
        assertEquals(given, read(built));
        assertEquals(given, read(built.toBuilder().build()));
    }

    @Test
    void aBuilderThatGoesOnChangesNothingThatIsBuilt() {
        EventHubsSettings.Builder builder =
                EventHubsSettings.defaults().toBuilder().maxInFlight(5);
        EventHubsSettings built = builder.build();
        builder.maxInFlight(6);

        assertEquals(5, built.maxInFlight());
        assertEquals(2000, EventHubsSettings.defaults().maxInFlight());
    }

    private static Map<String, Object> read(EventHubsSettings settings) throws Exception {
        Map<String, Object> read = new HashMap<>();
        for (Method setter : setters()) {
            read.put(
                    setter.getName(),
                    EventHubsSettings.class.getMethod(setter.getName()).invoke(settings));
        }
        return read;
    }

    private static List<Method> setters() {
        return Arrays.stream(EventHubsSettings.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 1)
                .toList();
    }

    private static Object value(Method setter, int number) {
        Class<?> type = setter.getParameterTypes()[0];
        return type == int.class
                ? (Object) number
                : type == Duration.class ? Duration.ofSeconds(number) : StartPosition.LATEST;
    }
}
